import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './errors.ts';

export const CONFIG_FILE = 'filepipe.config.json';

export type Config = Readonly<Record<string, unknown>>;

/** What is wrong with a setting's value, in words that follow its name; undefined when nothing is. */
export type SettingRule = (value: unknown) => string | undefined;

/**
 * The settings in the folder's filepipe.config.json; empty when there is none. All faults of the file are
 * reported at once, as one `UsageError`.
 */
export async function readConfig(folder: string, rules: ReadonlyMap<string, SettingRule>): Promise<Config> {
  const text = await readIfPresent(join(folder, CONFIG_FILE));
  if (text === undefined) return {};
  const config = parsed(text);
  const faults = Object.entries(config).flatMap(([key, value]) => faultsOf(key, value, rules));
  if (faults.length > 0) {
    throw new UsageError(`${CONFIG_FILE}: ${faults.join('; ')}`, {
      hint: `settings it may have: ${[...rules.keys()].join(', ')}`,
    });
  }
  return config;
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`cannot read ${path}`, {
      cause,
      hint: `make ${CONFIG_FILE} readable, or remove it`,
    });
  }
}

function parsed(text: string): Config {
  const hint = `write it as one object: {"region": "eu-central-1", "name": "filepipe"}`;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${CONFIG_FILE} is not JSON: ${(cause as Error).message}`, { hint });
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new UsageError(`${CONFIG_FILE} is not an object`, { hint });
  }
  return document as Config;
}

function faultsOf(key: string, value: unknown, rules: ReadonlyMap<string, SettingRule>): string[] {
  const rule = rules.get(key);
  if (rule === undefined) return [`there is no setting "${key}"`];
  const fault = rule(value);
  return fault === undefined ? [] : [`"${key}" ${fault}`];
}
