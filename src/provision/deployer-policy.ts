import { installRights, statementsFor } from './install-rights.ts';
import type { Place } from './names.ts';
import { type PolicyDocument, policy } from './policies.ts';
import type { Settings } from './settings.ts';

/**
 * What somebody needs who sets an install up, looks after it and takes it down again, and no more; using it
 * needs other rights. Fits into a managed policy: 6,144 characters.
 */
export function deployerPolicy(place: Place, settings: Settings): PolicyDocument {
  return policy(statementsFor(installRights(place, settings), ({ look, change }) => [...look, ...change]));
}
