import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../aws-error.ts';
import type { Operations } from '../service.ts';
import type { LogStore } from './log-store.ts';

export function groupOperations({ groups, createGroup }: LogStore): Operations<typeof sdk> {
  return {
    createLogGroup({ logGroupName: name, tags = {}, logGroupClass = 'STANDARD' }) {
      if (groups.get(name) !== undefined) {
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
      }
      createGroup({ name, class: logGroupClass, tags });
      return {};
    },
  };
}
