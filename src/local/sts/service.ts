import * as sdk from '@aws-sdk/client-sts';
import type { Roles } from '../iam/role-store.ts';
import type { Core } from '../internal.ts';
import { defineService, type Operations, type Service } from '../service.ts';
import { awsQuery } from '../wire/aws-query.ts';
import { stsAccess } from './access.ts';
import { assumeRole } from './assume-role.ts';

export function createSts(core: Core, roles: Roles): Service {
  return defineService({
    name: 'sts',
    sdk,
    protocols: { query: awsQuery('https://sts.amazonaws.com/doc/2011-06-15/') },
    validationCode: 'ValidationError',
    operations: operations(core, roles),
    access: stsAccess,
  });
}

function operations(core: Core, roles: Roles): Operations<typeof sdk> {
  return {
    getCallerIdentity: (_input, { caller }) => ({
      Account: caller.accountId,
      Arn: caller.arn,
      UserId: caller.userId,
    }),
    assumeRole: (input, { caller }) => assumeRole(core, roles, input, caller),
  };
}
