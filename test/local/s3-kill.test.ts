import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KillableAws, killableAws } from './killable-aws.ts';

const Bucket = 'killed';

describe('when S3 is killed in the middle of writing', () => {
  let aws: KillableAws;

  beforeAll(async () => {
    aws = await killableAws();
  });

  afterAll(() => aws.close());

  const client = () => new S3Client({ ...aws.clientOptions(), forcePathStyle: true });

  it('every object, part and event that was acknowledged is there', async () => {
    const s3 = client();
    await s3.send(new CreateBucketCommand({ Bucket }));
    await new SQSClient(aws.clientOptions()).send(new CreateQueueCommand({ QueueName: 'events' }));
    const QueueArn = 'arn:aws:sqs:us-east-1:000000000000:events';
    const QueueConfigurations = [{ QueueArn, Events: ['s3:ObjectCreated:*' as const] }];
    const NotificationConfiguration = { QueueConfigurations };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big' }));

    const objects: string[] = [];
    const parts: number[] = [];
    const writeOn = async () => {
      for (let i = 1; ; i++) {
        const Body = `body ${i}`;
        await s3.send(new PutObjectCommand({ Bucket, Key: `k${i}`, Body }));
        objects.push(`k${i}`);
        await s3.send(new UploadPartCommand({ Bucket, Key: 'big', UploadId, PartNumber: i, Body }));
        parts.push(i);
        // Not waited for: the next write goes out meanwhile.
        if (i === 30) void aws.kill();
      }
    };
    await expect(writeOn()).rejects.toThrow();
    await aws.start();

    const again = client();
    const { Contents = [] } = await again.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents.map(({ Key }) => Key)).toEqual(expect.arrayContaining(objects));
    for (const Key of objects) {
      const { Body } = await again.send(new GetObjectCommand({ Bucket, Key }));
      expect(await Body?.transformToString()).toBe(`body ${Key.slice(1)}`);
    }
    const { Parts = [] } = await again.send(new ListPartsCommand({ Bucket, Key: 'big', UploadId }));
    expect(Parts.map(({ PartNumber }) => PartNumber)).toEqual(expect.arrayContaining(parts));
    const received = await receivedKeys(objects);
    expect(objects.filter((key) => !received.has(key))).toEqual([]);
    s3.destroy();
    again.destroy();
  });

  /** The keys whose events come in until all that are wanted have, or nothing more comes. */
  async function receivedKeys(wanted: readonly string[]): Promise<Set<string>> {
    const sqs = new SQSClient(aws.clientOptions());
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'events' }));
    const found = new Set<string>();
    let received: Message[];
    do {
      const receiving = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 });
      received = (await sqs.send(receiving)).Messages ?? [];
      for (const key of received.flatMap(keysIn)) found.add(key);
    } while (received.length > 0 && wanted.some((key) => !found.has(key)));
    return found;
  }
});

/** The keys that a message is about; none for S3's test message. */
function keysIn({ Body = '{}' }: Message): string[] {
  const { Records = [] }: { Records?: { s3: { object: { key: string } } }[] } = JSON.parse(Body);
  return Records.map(({ s3 }) => s3.object.key);
}
