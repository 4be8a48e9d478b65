import { InvokeCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { type KillableAws, killableAws } from './killable-aws.ts';
import { createFunction, createRole, lambdaClients, logMessages } from './lambda-fixture.ts';

describe('when the embedded AWS is killed', () => {
  let aws: KillableAws;

  beforeAll(async () => {
    aws = await killableAws();
  });

  afterAll(() => aws.close());

  it('an accepted event is run by the next one, and no process is left behind', async () => {
    let clients = lambdaClients(aws.clientOptions());
    await createRole(clients);
    await new SQSClient(clients.client).send(new CreateQueueCommand({ QueueName: 'done' }));
    const source = `import { existsSync, writeFileSync } from 'node:fs';
      export const handler = async () => {
        if (existsSync('began')) return 'again';
        writeFileSync('began', '');
        console.log('pid', process.pid);
        await new Promise((done) => setTimeout(done, 600_000));
      };`;
    await createFunction(clients, 'killed', source);
    await clients.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'killed',
        DestinationConfig: { OnSuccess: { Destination: 'arn:aws:sqs:us-east-1:000000000000:done' } },
      }),
    );
    await clients.lambda.send(new InvokeCommand({ FunctionName: 'killed', InvocationType: 'Event' }));
    const pid = await eventually(async () => {
      const [line = ''] = (await logMessages(clients, 'killed')).filter((message) => message.includes('pid'));
      return Number(/pid (\d+)/.exec(line)?.[1] ?? expect.fail('not running yet'));
    });

    await aws.kill();
    await aws.start();
    clients = lambdaClients(aws.clientOptions());

    const QueueUrl = `${clients.client.endpoint}/000000000000/done`;
    const sqs = new SQSClient(clients.client);
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({ responsePayload: 'again' });
    await eventually(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'));
  });
});
