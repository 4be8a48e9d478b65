import type { AlarmThresholds, Settings } from '../../src/provision/settings.ts';

/** One setting that gets another value, and the steps that this concerns. */
export interface SettingChange {
  readonly title: string;
  /** As its owner gives it. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly steps: readonly string[];
}

/**
 * Every setting, changed at least once, each on top of those before. Numbers stay changed; where there is a
 * choice, each is made once, and the default is the last. A setting that is missing here does not compile.
 */
export function settingChanges(): SettingChange[] {
  return [...Object.entries(choices).flatMap(changesOf), ...Object.entries(thresholds).map(thresholdChange)];
}

/** The name tells installs apart and names are their identity: other ones make another install. */
type Fixed = 'install' | 'overrides' | 'formerAlarmEmail' | 'alarms';

type Choices = {
  readonly [K in Exclude<keyof Settings, Fixed>]-?: readonly (readonly [
    value: NonNullable<Settings[K]>,
    steps: readonly string[],
  ])[];
};

const choices: Choices = {
  memoryMb: [[1024, ['function']]],
  timeoutSeconds: [[30, ['function']]],
  tombstoneDays: [[7, ['function']]],
  timeShards: [[4, ['api', 'function']]],
  logRetentionDays: [[7, ['function', 'log group']]],
  policies: [
    ['walkthrough', ['function', 'function role']],
    ['least', ['function', 'function role']],
  ],
  extraPolicy: [
    [denial('s3:DeleteObject'), ['function role']],
    [denial('s3:DeleteObjectVersion'), ['function role']],
    ['none', ['function role']],
  ],
  apiAuth: [
    ['key', ['api', 'api key', 'function']],
    ['none', ['api', 'api key', 'function']],
    ['iam', ['api', 'function']],
  ],
  trigger: [
    ['none', ['function', 'trigger']],
    ['all', ['function', 'trigger']],
  ],
  alarmEmail: [
    ['ops@example.com', ['alarm mail', 'function']],
    ['others@example.com', ['alarm mail', 'former alarm mail', 'function']],
    ['none', ['former alarm mail', 'function']],
  ],
};

const thresholds: Readonly<Record<keyof AlarmThresholds, readonly string[]>> = {
  functionErrors: ['function-errors'],
  functionThrottles: ['function-throttles'],
  droppedEvents: ['dropped-events'],
  failedEvents: ['failed-events'],
  apiServerErrors: ['api-server-errors'],
  apiLatencyMs: ['api-latency'],
  tableThrottles: ['index-throttles', 'table-throttles'],
};

function changesOf([name, values]: [string, Choices[keyof Choices]]): SettingChange[] {
  return values.map(([value, steps]) => ({
    title: `${name} ${typeof value === 'object' ? 'with a policy' : value}`,
    given: { [name]: value },
    steps,
  }));
}

function thresholdChange([name, alarms]: [string, readonly string[]]): SettingChange {
  return {
    title: `alarms.${name} 7`,
    given: { alarms: { [name]: 7 } },
    steps: [...alarms.map((alarm) => `alarm ${alarm}`), 'function'],
  };
}

function denial(action: string) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] };
}
