import * as sdk from '@aws-sdk/client-resource-groups-tagging-api';
import type { Core, TaggedResources } from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import { awsJson } from '../wire/aws-json.ts';
import { taggingAccess } from './access.ts';
import { getResourcesOperation } from './get-resources.ts';
import { INVALID } from './rules.ts';
import { createTagIndex } from './tag-index.ts';
import { tagListOperations } from './tag-list-operations.ts';

/** The Resource Groups Tagging API's searches, over what the other services say they have. */
export function createTagging(core: Core, keepers: readonly TaggedResources[]): Service {
  const index = createTagIndex(core, keepers);
  return defineService({
    name: 'tagging',
    sdk,
    protocols: { json: awsJson('1.1') },
    validationCode: INVALID,
    operations: { ...getResourcesOperation(index), ...tagListOperations(index) },
    access: taggingAccess,
  });
}
