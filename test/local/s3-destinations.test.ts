import { AddPermissionCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFunction, type LambdaFixture, startLambda } from './lambda-fixture.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:watcher';
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

describe('a bucket that tells of its objects', () => {
  let fixture: LambdaFixture;
  let s3: S3Client;
  let sqs: SQSClient;

  beforeAll(async () => {
    fixture = await startLambda();
    s3 = new S3Client({ ...fixture.client, forcePathStyle: true });
    sqs = new SQSClient(fixture.client);
  });

  afterAll(async () => {
    await fixture.close();
    expect(fixture.faults).toEqual([]);
  });

  /** The bodies of the next messages, as they come in. */
  const receive = async (QueueUrl: string | undefined) => {
    const receiving = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
    const { Messages = [] } = await sqs.send(receiving);
    return Messages.map(({ Body }) => JSON.parse(Body ?? '{}'));
  };

  it('starts a function, once its policy lets the bucket do so', async () => {
    const Bucket = 'function-bucket';
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'results' }));
    await createFunction(
      fixture,
      'watcher',
      'export const handler = async ({ Records }) => Records[0].s3.object.key;',
    );
    const DestinationConfig = { OnSuccess: { Destination: queueArn('results') } };
    await fixture.lambda.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName: 'watcher', DestinationConfig }),
    );
    const configure = new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [{ LambdaFunctionArn: FUNCTION, Events: ['s3:ObjectCreated:*'] }],
      },
    });
    await expect(s3.send(configure)).rejects.toMatchObject({ name: 'InvalidArgument' });
    await fixture.lambda.send(
      new AddPermissionCommand({
        FunctionName: 'watcher',
        StatementId: 's3',
        Action: 'lambda:InvokeFunction',
        Principal: 's3.amazonaws.com',
        SourceArn: `arn:aws:s3:::${Bucket}`,
        SourceAccount: '000000000000',
      }),
    );
    await s3.send(configure);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a file.txt', Body: 'a' }));
    const [result] = await receive(QueueUrl);
    expect(result.responsePayload).toBe('a+file.txt');
  });

  it('sends to a queue, beginning with a test', async () => {
    const Bucket = 'queue-bucket';
    await s3.send(new CreateBucketCommand({ Bucket }));
    const configure = new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn: queueArn('events'), Events: ['s3:ObjectCreated:*'] }],
      },
    });
    await expect(s3.send(configure)).rejects.toMatchObject({ name: 'InvalidArgument' });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'events' }));
    await s3.send(configure);
    expect(await receive(QueueUrl)).toMatchObject([{ Event: 's3:TestEvent', Bucket }]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
    expect(await receive(QueueUrl)).toMatchObject([{ Records: [{ eventName: 'ObjectCreated:Put' }] }]);
  });
});
