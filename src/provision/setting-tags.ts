import type { Tags } from './engine/resource.ts';
import { OWNER_TAG } from './ownership.ts';
import { defaultSettings, type Settings } from './settings.ts';

/** The tags that keep settings, by key; undefined for a setting that is the default and so has none. */
export type SettingTags = Readonly<Record<string, string | undefined>>;

/** Every setting that an install keeps, as a tag: `filepipe:memoryMb`, `filepipe:alarms.apiLatencyMs`. */
export function settingTags(settings: Settings): SettingTags {
  return {
    ...tagsOf('', keepable(settings), keepable(defaultSettings)),
    ...namesAsTags(settings.overrides),
    ...tagsOf('alarms.', { ...settings.alarms }, { ...defaultSettings.alarms }),
  };
}

/** The settings that are kept in these tags, as they may be given. Other tags are passed over. */
export function settingsInTags(tags: Tags): Readonly<Record<string, unknown>> {
  return {
    ...valuesIn(tags, '', keepable(defaultSettings)),
    overrides: namesInTags(tags),
    alarms: valuesIn(tags, 'alarms.', { ...defaultSettings.alarms }),
  };
}

/** Which of an install's names are others than those that its tags keep. */
export function changedNames(wanted: SettingTags, kept: Tags): readonly string[] {
  return KEPT_NAMES.filter((name) => wanted[keyOf('', name)] !== kept[keyOf('', name)]);
}

/** The function's own is how its tags are found. */
const KEPT_NAMES = ['bucket', 'table'] as const;

function namesAsTags(overrides: Settings['overrides']): SettingTags {
  return Object.fromEntries(KEPT_NAMES.map((name) => [keyOf('', name), overrides[name]]));
}

function namesInTags(tags: Tags): Readonly<Record<string, string>> {
  return Object.fromEntries(
    KEPT_NAMES.flatMap((name) => {
      const kept = tags[keyOf('', name)];
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
}

type Values = Readonly<Record<string, string | number>>;

/** The settings with an option of their own. A policy is too long: the role itself keeps that one. */
export const KEPT_SETTINGS = [
  'apiAuth',
  'policies',
  'alarmEmail',
  'trigger',
  'memoryMb',
  'timeoutSeconds',
  'logRetentionDays',
  'tombstoneDays',
  'timeShards',
] as const;

function keepable(settings: Settings): Values {
  return Object.fromEntries(KEPT_SETTINGS.map((name) => [name, settings[name]]));
}

function tagsOf(group: string, values: Values, defaults: Values): SettingTags {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      keyOf(group, name),
      value === defaults[name] ? undefined : encoded(String(value)),
    ]),
  );
}

function valuesIn(tags: Tags, group: string, defaults: Values): Values {
  return Object.fromEntries(
    Object.entries(defaults).flatMap(([name, usual]) => {
      const text = tags[keyOf(group, name)];
      if (text === undefined) return [];
      return [[name, typeof usual === 'number' ? Number(text) : decoded(text)]];
    }),
  );
}

const PREFIX = OWNER_TAG.replace(/:.*/, ':');

function keyOf(group: string, name: string): string {
  return `${PREFIX}${group}${name}`;
}

/**
 * Lambda's tags take letters, digits, spaces and `+ - = . _ : / @`; addresses may have more than that.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html
 */
function encoded(text: string): string {
  return text.replace(
    /[^A-Za-z0-9+._:/@-]/g,
    (unit) => `=${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function decoded(text: string): string {
  return text.replace(/=([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
