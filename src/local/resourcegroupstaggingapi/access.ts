import type * as sdk from '@aws-sdk/client-resource-groups-tagging-api';
import type { AccessTable } from '../service.ts';

/** None of these knows resources: who may search sees everything that has tags. */
export const taggingAccess: AccessTable<typeof sdk> = {
  getResources: () => ({ action: 'tag:GetResources', resource: '*' }),
  getTagKeys: () => ({ action: 'tag:GetTagKeys', resource: '*' }),
  getTagValues: () => ({ action: 'tag:GetTagValues', resource: '*' }),
};
