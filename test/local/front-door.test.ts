import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { Sha256Node } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
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

  it('takes requests whose signature covers a payload hash that is not sent along', async () => {
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const signer = new SignatureV4({
      service: 'sts',
      region: 'us-east-1',
      credentials: aws.credentials,
      sha256: Sha256Node,
      applyChecksum: false,
    });
    const { host, hostname, port } = new URL(aws.endpoint);
    const headers = { host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const request = {
      method: 'POST',
      protocol: 'http:',
      hostname,
      port: Number(port),
      path: '/',
      headers,
      body,
    };
    const signed = await signer.sign(request);
    const ask = async (text: string) =>
      (await fetch(aws.endpoint, { method: 'POST', headers: signed.headers, body: text })).status;
    expect(await ask(body)).toBe(200);
    expect(await ask(`${body}&X=1`)).toBe(403);
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
