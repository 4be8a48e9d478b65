import { MAX_TIME_SHARDS } from '../../handler/record.ts';
import { UsageError } from '../errors.ts';
import type { PolicyDocument } from './policies.ts';

/** Everything about an install that its owner can choose. Made by `settingsFrom`, so always valid. */
export interface Settings {
  /** Tells the installs of one account and region apart. */
  readonly install: string;
  /** Physical names given by the owner instead of the deterministic ones. */
  readonly overrides: Overrides;
  /** How `POST /upload` and `GET /files` are protected: signed requests, an API key, or not at all. */
  readonly apiAuth: ApiAuth;
  /** `least`: one inline policy with just what the function does. `walkthrough`: the three managed full-access ones. */
  readonly policies: 'least' | 'walkthrough';
  /**
   * Added to the function's role as an inline policy of its own; `none` takes it away. Without it the role
   * keeps the one it has: nothing else does.
   */
  readonly extraPolicy?: PolicyDocument | 'none';
  /** Gets the alarms by mail, once the address is confirmed; `none` for nobody. */
  readonly alarmEmail: string;
  /** Got them until now. */
  readonly formerAlarmEmail?: string;
  /** `all`: every creation and removal in the bucket runs the function. `none`: the bucket is left as it is. */
  readonly trigger: 'all' | 'none';
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly logRetentionDays: number;
  /** How long the table remembers that a file was removed. */
  readonly tombstoneDays: number;
  /** How many partitions of the time index new rows are spread over, 1 to 8; each takes 1,000 writes a second. */
  readonly timeShards: number;
  readonly alarms: AlarmThresholds;
}

export type ApiAuth = 'iam' | 'key' | 'none';

interface Overrides {
  readonly bucket?: string;
  readonly table?: string;
  readonly function?: string;
}

/** An alarm fires when its metric reaches this; counts are per minute. */
export interface AlarmThresholds {
  readonly functionErrors: number;
  readonly functionThrottles: number;
  readonly droppedEvents: number;
  /** Messages waiting in the failure queue. */
  readonly failedEvents: number;
  readonly apiServerErrors: number;
  /** The 90th percentile. */
  readonly apiLatencyMs: number;
  readonly tableThrottles: number;
}

/** The settings of somebody who chose nothing. */
export const defaultSettings: Settings = {
  install: 'filepipe',
  overrides: {},
  apiAuth: 'iam',
  policies: 'least',
  alarmEmail: 'none',
  trigger: 'all',
  memoryMb: 512,
  timeoutSeconds: 60,
  logRetentionDays: 30,
  tombstoneDays: 30,
  timeShards: 1,
  alarms: {
    functionErrors: 1,
    functionThrottles: 1,
    droppedEvents: 1,
    failedEvents: 1,
    apiServerErrors: 1,
    apiLatencyMs: 5000,
    tableThrottles: 1,
  },
};

/**
 * The settings with what was given put over what was kept, over the defaults; values that are undefined count
 * as not given. Fails with one `UsageError` that lists every fault in what was given, unknown names included;
 * what was kept and makes no sense is the default again.
 */
export function settingsFrom(given: Given, kept: Given = {}): Settings {
  const faults: string[] = [];
  const base = merged(defaultSettings, kept, rules, '', []);
  const settings = merged(base, given, rules, '', faults);
  if (faults.length > 0) {
    throw new UsageError(faults.join('\n'), {
      hint: 'correct the options or filepipe.config.json and try again',
    });
  }
  const replaced = base.alarmEmail !== 'none' && base.alarmEmail !== settings.alarmEmail;
  return replaced ? { ...settings, formerAlarmEmail: base.alarmEmail } : settings;
}

type Given = Readonly<Record<string, unknown>>;

/** What is wrong with a value, in words that follow its name; undefined when nothing is. */
type Rule = (value: unknown) => string | undefined;
type Rules = { readonly [key: string]: Rule | Rules };

/**
 * Node.js with the AWS clients is resident in 70 MB, after thousands of files in up to 150, and a damaged file may take
 * 180 before its reading is given up. With less than that it would end the whole function and get no record.
 */
export const LEAST_MEMORY_MB = 256;

/** The only values that PutRetentionPolicy takes. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const rules: Rules = {
  // It becomes part of the bucket's name, hence the alphabet.
  install: text(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/, 'lower-case letters, digits and hyphens, 32 at most'),
  overrides: {
    bucket: text(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, '3 to 63 lower-case letters, digits and hyphens'),
    table: text(/^[A-Za-z0-9_.-]{3,255}$/, '3 to 255 letters, digits and _ . -'),
    function: text(/^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits and _ -'),
  },
  apiAuth: oneOf(['iam', 'key', 'none']),
  policies: oneOf(['least', 'walkthrough']),
  extraPolicy: policy,
  alarmEmail: text(/^(none|[^@\s]{1,64}@[^@\s]{1,189})$/, 'an e-mail address or none'),
  trigger: oneOf(['all', 'none']),
  memoryMb: wholeNumber(LEAST_MEMORY_MB, 10_240),
  timeoutSeconds: wholeNumber(1, 900),
  logRetentionDays: oneOf(retentionDays),
  tombstoneDays: wholeNumber(1, 3650),
  timeShards: wholeNumber(1, MAX_TIME_SHARDS),
  alarms: Object.fromEntries(Object.keys(defaultSettings.alarms).map((name) => [name, positive])),
};

function merged<T extends object>(
  defaults: T,
  given: Given,
  allowed: Rules,
  prefix: string,
  faults: string[],
): T {
  const chosen = Object.entries(given).filter(([, value]) => value !== undefined);
  const current = new Map<string, unknown>(Object.entries(defaults));
  const entries = chosen.map(([key, value]) => {
    const rule = Object.hasOwn(allowed, key) ? allowed[key] : undefined;
    return [key, checked(rule, current.get(key), value, prefix + key, faults)];
  });
  return { ...defaults, ...Object.fromEntries(entries) };
}

function checked(
  rule: Rule | Rules | undefined,
  current: unknown,
  value: unknown,
  name: string,
  faults: string[],
): unknown {
  if (rule !== undefined && typeof rule !== 'function' && isRecord(value)) {
    return merged(
      isRecord(current) ? current : {},
      value,
      rule,
      name === 'overrides' ? '' : `${name}.`,
      faults,
    );
  }
  const fault = faultOf(rule, value);
  if (fault === undefined) return value;
  faults.push(`${name} ${fault}`);
  return current;
}

function faultOf(rule: Rule | Rules | undefined, value: unknown): string | undefined {
  if (rule === undefined) return 'is not a setting';
  const fault = typeof rule === 'function' ? rule(value) : 'is not a group of settings';
  return fault === undefined ? undefined : `${JSON.stringify(value)} ${fault}`;
}

function text(pattern: RegExp, description: string): Rule {
  return (value) => (typeof value === 'string' && pattern.test(value) ? undefined : `is not ${description}`);
}

function oneOf(allowed: readonly (string | number)[]): Rule {
  return (value) =>
    allowed.some((one) => one === value) ? undefined : `is not one of ${allowed.join(', ')}`;
}

function wholeNumber(least: number, most: number): Rule {
  return (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `is not a whole number from ${least} to ${most}`;
}

function positive(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
    ? undefined
    : 'is not a number above 0';
}

function policy(value: unknown): string | undefined {
  if (value === 'none') return undefined;
  return isRecord(value) && Array.isArray(value['Statement'])
    ? undefined
    : 'is not a policy with a list Statement';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
