import type * as sdk from '@aws-sdk/client-sqs';
import type { Need } from '../access/need.ts';
import type { AccessTable } from '../service.ts';
import { queueArn } from './queue-store.ts';

/**
 * Batches need what their single operations need.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
export const sqsAccess: AccessTable<typeof sdk> = {
  createQueue: ({ QueueName, tags }) => [
    onName('CreateQueue')({ QueueName }),
    ...(Object.keys(tags ?? {}).length > 0 ? [onName('TagQueue')({ QueueName })] : []),
  ],
  getQueueUrl: onName('GetQueueUrl'),
  listQueues: () => onName('ListQueues')({ QueueName: '*' }),
  getQueueAttributes: onQueue('GetQueueAttributes'),
  setQueueAttributes: onQueue('SetQueueAttributes'),
  deleteQueue: onQueue('DeleteQueue'),
  purgeQueue: onQueue('PurgeQueue'),
  tagQueue: onQueue('TagQueue'),
  untagQueue: onQueue('UntagQueue'),
  listQueueTags: onQueue('ListQueueTags'),
  listDeadLetterSourceQueues: onQueue('ListDeadLetterSourceQueues'),
  sendMessage: onQueue('SendMessage'),
  sendMessageBatch: onQueue('SendMessage'),
  receiveMessage: onQueue('ReceiveMessage'),
  deleteMessage: onQueue('DeleteMessage'),
  deleteMessageBatch: onQueue('DeleteMessage'),
  changeMessageVisibility: onQueue('ChangeMessageVisibility'),
  changeMessageVisibilityBatch: onQueue('ChangeMessageVisibility'),
};

function onName(action: string) {
  return ({ QueueName }: { readonly QueueName: string }): Need => ({
    action: `sqs:${action}`,
    resource: queueArn(QueueName),
  });
}

function onQueue(action: string) {
  return ({ QueueUrl }: { readonly QueueUrl: string }): Need =>
    onName(action)({ QueueName: QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1) });
}
