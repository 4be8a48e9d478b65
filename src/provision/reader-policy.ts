import { TIME_INDEX } from '../../handler/record.ts';
import { apiCallRights } from './api-call-rights.ts';
import { installRights } from './install-rights.ts';
import { arnsOf, namesOf, type Place } from './names.ts';
import { statementsFor } from './part-rights.ts';
import { allow, type PolicyDocument, policy } from './policies.ts';
import type { Settings } from './settings.ts';

/**
 * What `list-metadata`, `show`, `trace`, `logs`, `status`, `plan` and `doctor` need, and no more: it changes nothing, and
 * opens no file. `trace` cannot look into the failure queue with it, since that hides messages from others.
 */
export function readerPolicy(place: Place, settings: Settings): PolicyDocument {
  const names = namesOf(place, settings);
  const { table, bucket } = arnsOf(place, names);
  return policy([
    allow('ListMetadata', ['dynamodb:Query'], `${table}/index/${TIME_INDEX}`),
    allow('ShowMetadata', ['dynamodb:GetItem'], table),
    allow('ShowObjects', ['s3:ListBucketVersions'], bucket),
    ...apiCallRights(place, names, settings, ['GET/files']),
    ...statementsFor(installRights(place, settings), ({ look }) => look),
  ]);
}
