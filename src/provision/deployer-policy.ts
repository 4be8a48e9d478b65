import { installRights } from './install-rights.ts';
import type { Place } from './names.ts';
import { statementsFor } from './part-rights.ts';
import { type PolicyDocument, policy } from './policies.ts';
import type { Settings } from './settings.ts';

/**
 * What somebody needs who sets an install up, looks after it and takes it down again, and no more; using it
 * needs other rights. Fits into a managed policy, but for the longest names outside the partition `aws`. A bucket that is chosen by name is taken to
 * be somebody else's unless said otherwise.
 */
export function deployerPolicy(place: Place, settings: Settings, ownsBucket?: boolean): PolicyDocument {
  const rights = installRights(place, settings, ownsBucket);
  return policy(statementsFor(rights, ({ look, change }) => [...look, ...change]));
}
