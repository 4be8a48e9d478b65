import type { SettingRule } from '../config.ts';
import { UsageError } from '../errors.ts';
import type { Option, Options } from './command.ts';

type Values = Readonly<Record<string, unknown>>;

/** The settings among these options that the environment names; an empty variable counts as not set. */
export function settingsInEnv(options: Options, env: Readonly<Record<string, string | undefined>>): Values {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, option]) => {
      const variable = variableOf(name);
      const text = option.setting ? env[variable] : undefined;
      return text ? [[name, parseSetting(option, text, variable)]] : [];
    }),
  );
}

/** How the config file may spell these settings. */
export function settingRules(options: Options): Map<string, SettingRule> {
  const settings = Object.entries(options).filter(([, option]) => option.setting);
  return new Map(settings.map(([name, option]) => [name, ruleOf(option)]));
}

/** The value of an option as written on the command line or in a variable, called `where` in the error. */
export function parseSetting(option: Option, text: string, where: string): unknown {
  switch (option.type) {
    case 'text':
      return text;
    case 'choice':
      return chosen(option.choices, text, where);
    case 'number':
      return numberBetween(option, text, where);
    default:
      return chosen(['true', 'false'], text, where) === 'true';
  }
}

/** A setting's name in the environment: `endpointUrl` is `FILEPIPE_ENDPOINT_URL`. */
function variableOf(name: string): string {
  return `FILEPIPE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function chosen(choices: readonly string[], text: string, where: string): string {
  if (choices.includes(text)) return text;
  throw new UsageError(`${where}: "${text}" is not one of ${choices.join(', ')}`, {
    hint: `choose one of them`,
  });
}

function numberBetween({ min, max }: { min: number; max: number }, text: string, where: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${where}: "${text}" is not a whole number from ${min} to ${max}`, {
    hint: `give a number such as ${min}`,
  });
}

function ruleOf(option: Option): SettingRule {
  switch (option.type) {
    case 'text':
      return (value) => (typeof value === 'string' && value !== '' ? undefined : 'must be a text');
    case 'choice':
      return (value) =>
        option.choices.some((choice) => choice === value)
          ? undefined
          : `must be one of ${option.choices.join(', ')}`;
    case 'number':
      return (value) =>
        Number.isInteger(value) && Number(value) >= option.min && Number(value) <= option.max
          ? undefined
          : `must be a whole number from ${option.min} to ${option.max}`;
    default:
      return (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
  }
}
