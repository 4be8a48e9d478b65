import { UsageError } from '../errors.ts';
import type { Place } from '../provision/names.ts';
import type { Surroundings } from '../surroundings.ts';
import { profileRegion } from './aws-profile.ts';
import { chooseTarget, type Layers } from './choose-target.ts';
import { contextFile, readContext } from './context.ts';
import { partitionOfRegion } from './partition.ts';
import { awsVariables, overridesIn, type Session } from './session.ts';

/** Where an install is or will be, in an account that need not be the caller's own. */
export type NamedPlace = Pick<Session, 'install' | 'overrides'> & { readonly place: Place };

/** The place that options, environment and context mean, with this account. Calls nothing and needs no credentials. */
export async function namedPlace(
  { env, homeDir, terminal, layers }: Surroundings & { readonly layers: Layers },
  accountId: string,
): Promise<NamedPlace> {
  const context = await readContext(contextFile(env, homeDir), terminal.tell);
  const choice = chooseTarget(layers, awsVariables(env), context);
  const region = choice.region ?? (await profileRegion(choice.profile));
  if (!/^\d{12}$/.test(accountId)) {
    throw new UsageError(`"${accountId}" is not an account number`, {
      hint: 'give its 12 digits: --account 123456789012',
    });
  }
  if (region === undefined) {
    throw new UsageError('no AWS region is chosen', { hint: 'say which: --region eu-central-1' });
  }
  const place = { accountId, region, ...partitionOfRegion(region) };
  return { place, install: choice.install, overrides: overridesIn(choice) };
}
