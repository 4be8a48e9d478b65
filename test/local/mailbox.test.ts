import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mail } from '../../src/local/internal.ts';
import { packageVersion } from '../../src/package-root.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

describe('the side doors', () => {
  let fresh: FreshAws;

  beforeEach(async () => {
    fresh = await freshAws();
  });

  afterEach(() => fresh.close());

  const mailDoor = (method: string) => fetch(`${fresh.aws.endpoint}/_filepipe/mail`, { method });
  const bodies = async () => ((await (await mailDoor('GET')).json()) as Mail[]).map(({ body }) => body);

  it('empty the mailbox', async () => {
    const sns = new SNSClient(fresh.clientOptions());
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 't' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'me@example.com' }));
    expect((await mailDoor('DELETE')).status).toBe(204);
    expect(await bodies()).toEqual([]);
    await sns.send(new PublishCommand({ TopicArn, Message: 'next' }));
    expect(await bodies()).toEqual(['next']);
    expect((await mailDoor('POST')).status).toBe(405);
    sns.destroy();
  });

  it('tell who is serving', async () => {
    const health: unknown = await (await fetch(`${fresh.aws.endpoint}/_filepipe/health`)).json();
    expect(health).toEqual({
      name: 'filepipe',
      version: packageVersion(),
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      pid: process.pid,
    });
  });
});
