import { AddPermissionCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFunction, type LambdaFixture, startLambda } from './lambda-fixture.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:listener';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:heard';

describe('a function that listens to a topic', () => {
  let fixture: LambdaFixture;

  beforeAll(async () => {
    fixture = await startLambda();
  });

  afterAll(async () => {
    await fixture.close();
    expect(fixture.faults).toEqual([]);
  });

  it('hears what is published once its policy lets SNS in', async () => {
    const sns = new SNSClient(fixture.client);
    const sqs = new SQSClient(fixture.client);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'heard' }));
    await createFunction(fixture, 'listener', 'export const handler = async (event) => event.Records;');
    await fixture.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'listener',
        DestinationConfig: { OnSuccess: { Destination: QUEUE } },
      }),
    );
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 't' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint: FUNCTION }));
    await sns.send(new PublishCommand({ TopicArn, Message: 'unheard' }));
    await fixture.lambda.send(
      new AddPermissionCommand({
        FunctionName: 'listener',
        StatementId: 'sns',
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
        SourceArn: TopicArn,
      }),
    );
    await sns.send(new PublishCommand({ TopicArn, Subject: 's', Message: 'heard' }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    const { responsePayload } = JSON.parse(Messages[0]?.Body ?? '{}');
    expect(responsePayload).toMatchObject([
      { EventSource: 'aws:sns', Sns: { TopicArn, Subject: 's', Message: 'heard' } },
    ]);
  });
});
