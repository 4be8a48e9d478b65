import { readFile } from 'node:fs/promises';
import type { Clients } from '../clients.ts';
import type { Config } from '../config.ts';
import { UsageError } from '../errors.ts';
import { KEPT_SETTINGS } from '../provision/setting-tags.ts';
import type { Settings } from '../provision/settings.ts';
import { settingsOfInstall } from '../provision/settings-of-install.ts';
import type { Session } from '../target/session.ts';
import type { OptionValues } from './command.ts';
import type { setupOptions } from './options.ts';

type Given = Partial<OptionValues<typeof setupOptions>>;

/**
 * The settings of the session's install: from the options, from the config file what has no option, and what
 * nobody gives now as the install has it.
 */
export async function installSettings(
  clients: Clients,
  session: Session,
  options: Given,
  config: Config,
): Promise<Settings> {
  return await settingsOfInstall(clients, session.target, await givenSettings(session, options, config));
}

/** What options and config file say, and nothing of what the install has; `settingsFrom` checks it. */
export async function givenSettings(
  { install, overrides }: Pick<Session, 'install' | 'overrides'>,
  options: Given,
  config: Config,
): Promise<Readonly<Record<string, unknown>>> {
  return {
    install,
    overrides,
    ...Object.fromEntries(KEPT_SETTINGS.map((name) => [name, options[name]])),
    extraPolicy: await policyDocument(options.extraPolicy ?? config['extraPolicy']),
    alarms: config['alarms'],
  };
}

/** Given as the document itself, as the path of its file, or as `none`. */
async function policyDocument(given: unknown): Promise<unknown> {
  if (typeof given !== 'string' || given === 'none') return given;
  try {
    return JSON.parse(await readFile(given, 'utf8'));
  } catch (cause) {
    throw new UsageError(`cannot read the policy ${given}`, {
      cause,
      hint: 'name a file with a JSON policy document',
    });
  }
}
