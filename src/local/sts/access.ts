import type * as sdk from '@aws-sdk/client-sts';
import type { AccessTable } from '../service.ts';

export const stsAccess: AccessTable<typeof sdk> = {
  /** Nobody can be kept from asking who they are. */
  getCallerIdentity: () => [],
  assumeRole: ({ RoleArn = '' }) => ({ action: 'sts:AssumeRole', resource: RoleArn }),
};
