import { readFile } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { UsageError } from '../errors.ts';
import { type Settings, settingsFrom } from '../provision/settings.ts';
import type { Session } from '../target/session.ts';
import type { OptionValues } from './command.ts';
import type { setupOptions } from './options.ts';

type Given = Partial<OptionValues<typeof setupOptions>>;

/** The settings of the session's install, from the options and, for what has no option, from the config file. */
export async function installSettings(session: Session, options: Given, config: Config): Promise<Settings> {
  const { apiAuth, policies, alarmEmail, memoryMb, timeoutSeconds, logRetentionDays, tombstoneDays } =
    options;
  return settingsFrom({
    install: session.install,
    overrides: session.overrides,
    apiAuth,
    policies,
    extraPolicy: await policyDocument(options.extraPolicy ?? config['extraPolicy']),
    alarmEmail,
    memoryMb,
    timeoutSeconds,
    logRetentionDays,
    tombstoneDays,
    alarms: config['alarms'],
  });
}

/** Given as the document itself or as the path of its file. */
async function policyDocument(given: unknown): Promise<unknown> {
  if (typeof given !== 'string') return given;
  try {
    return JSON.parse(await readFile(given, 'utf8'));
  } catch (cause) {
    throw new UsageError(`cannot read the policy ${given}`, {
      cause,
      hint: 'name a file with a JSON policy document',
    });
  }
}
