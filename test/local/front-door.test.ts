import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedAws, startEmbeddedAws } from '../../src/local/embedded-aws.ts';

describe('the front door', () => {
  let dataDir: string;
  let aws: EmbeddedAws;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'filepipe-test-'));
    aws = await startEmbeddedAws({ dataDir, port: 0 });
  });

  afterEach(async () => {
    await aws.close();
    await rm(dataDir, { recursive: true });
  });

  it('tells a signed caller who they are', async () => {
    const sts = new STSClient({ region: 'us-east-1', endpoint: aws.endpoint, credentials: aws.credentials });
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: '000000000000', Arn: 'arn:aws:iam::000000000000:root' });
  });

  it('refuses a wrong secret', async () => {
    const credentials = { ...aws.credentials, secretAccessKey: 'wrong' };
    const sts = new STSClient({ region: 'us-east-1', endpoint: aws.endpoint, credentials });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('names the operation that it does not serve', async () => {
    const sts = new STSClient({
      region: 'us-east-1',
      endpoint: aws.endpoint,
      credentials: aws.credentials,
      maxAttempts: 1,
    });
    await expect(sts.send(new GetSessionTokenCommand({}))).rejects.toThrow(
      'does not serve sts:GetSessionToken',
    );
  });
});
