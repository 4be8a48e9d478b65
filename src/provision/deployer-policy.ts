import { installRights, statementsFor } from './install-rights.ts';
import type { Place } from './names.ts';
import { type PolicyDocument, policy } from './policies.ts';
import type { Settings } from './settings.ts';

/**
 * What somebody needs who sets an install up, looks after it and takes it down again, and no more; using it
 * needs other rights. Fits into a managed policy: 6,144 characters. A bucket that is chosen by name is taken to
 * be somebody else's unless said otherwise.
 */
export function deployerPolicy(place: Place, settings: Settings, ownsBucket?: boolean): PolicyDocument {
  const rights = installRights(place, settings, ownsBucket);
  return policy(statementsFor(rights, ({ look, change }) => [...look, ...change]));
}
