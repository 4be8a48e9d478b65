import { TIME_INDEX } from '../../handler/record.ts';
import { installRights, statementsFor } from './install-rights.ts';
import { arnsOf, namesOf, type Place } from './names.ts';
import { allow, type PolicyDocument, policy } from './policies.ts';
import type { Settings } from './settings.ts';

/**
 * What `list-metadata`, `show`, `trace`, `logs`, `status`, `plan` and `doctor` need, and no more: it changes nothing, and
 * opens no file. `trace` cannot look into the failure queue with it, since that hides messages from others.
 */
export function readerPolicy(place: Place, settings: Settings): PolicyDocument {
  const { table, bucket } = arnsOf(place, namesOf(place, settings));
  return policy([
    allow('ListMetadata', ['dynamodb:Query'], `${table}/index/${TIME_INDEX}`),
    allow('ShowMetadata', ['dynamodb:GetItem'], table),
    allow('ShowObjects', ['s3:ListBucketVersions'], bucket),
    ...statementsFor(installRights(place, settings), ({ look }) => look),
  ]);
}
