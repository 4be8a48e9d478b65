import { GetTagsCommand } from '@aws-sdk/client-api-gateway';
import { ListTagsForResourceCommand as ListAlarmTagsCommand } from '@aws-sdk/client-cloudwatch';
import { ListTagsForResourceCommand as ListLogTagsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import { ListTagsCommand } from '@aws-sdk/client-lambda';
import { GetBucketTaggingCommand } from '@aws-sdk/client-s3';
import { ListTagsForResourceCommand as ListTopicTagsCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, ListQueueTagsCommand } from '@aws-sdk/client-sqs';
import type { Clients } from '../clients.ts';
import type { Tags } from './engine/resource.ts';
import { absentAs } from './engine/retry.ts';
import { tagsOf } from './ownership.ts';

/**
 * The tags that a thing itself has now, asked of its own service. Undefined when that says it is not there;
 * `unknown` for services that nobody here knows.
 */
export async function tagsByArn(aws: Clients, arn: string): Promise<Tags | undefined | 'unknown'> {
  const [, , service = '', , , ...rest] = arn.split(':');
  const read = readers[service];
  return read === undefined ? 'unknown' : await absentAs(missing, read(aws, arn, rest.join(':')));
}

type Reader = (aws: Clients, arn: string, name: string) => Promise<Tags>;

const readers: Readonly<Record<string, Reader>> = {
  s3: async ({ s3 }, _arn, Bucket) => tagsOf((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet),
  dynamodb: async ({ dynamodb }, ResourceArn) =>
    tagsOf((await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags),
  lambda: async ({ lambda }, Resource) => (await lambda.send(new ListTagsCommand({ Resource }))).Tags ?? {},
  sqs: async ({ sqs }, _arn, QueueName) => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    return (await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags ?? {};
  },
  sns: async ({ sns }, ResourceArn) =>
    tagsOf((await sns.send(new ListTopicTagsCommand({ ResourceArn }))).Tags),
  logs: async ({ logs }, resourceArn) =>
    (await logs.send(new ListLogTagsCommand({ resourceArn }))).tags ?? {},
  cloudwatch: async ({ cloudwatch }, ResourceARN) =>
    tagsOf((await cloudwatch.send(new ListAlarmTagsCommand({ ResourceARN }))).Tags),
  apigateway: async ({ apigateway }, resourceArn) =>
    (await apigateway.send(new GetTagsCommand({ resourceArn }))).tags ?? {},
};

/** Each service has its own name for it; a bucket that lost its tags is not ours any more, either. */
const missing = [
  'NoSuchBucket',
  'NoSuchTagSet',
  'ResourceNotFoundException',
  'ResourceNotFound',
  'NotFoundException',
  'NotFound',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
];
