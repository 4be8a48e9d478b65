import * as sdk from '@aws-sdk/client-sts';
import { defineService, type Operations, type Service } from '../service.ts';
import { awsQuery } from '../wire/aws-query.ts';

export function createSts(): Service {
  return defineService({
    name: 'sts',
    sdk,
    protocols: { query: awsQuery('https://sts.amazonaws.com/doc/2011-06-15/') },
    validationCode: 'ValidationError',
    operations,
  });
}

const operations: Operations<typeof sdk> = {
  getCallerIdentity: (_input, { caller }) => ({
    Account: caller.accountId,
    Arn: caller.arn,
    UserId: caller.userId,
  }),
};
