import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allClients, type Clients } from '../../src/clients.ts';
import { deployerPolicy } from '../../src/provision/deployer-policy.ts';
import { arnsOf, namesOf } from '../../src/provision/names.ts';
import { type Settings, settingsFrom } from '../../src/provision/settings.ts';
import { plan, setup } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import type { Target } from '../../src/target/target.ts';
import { startAws, type TestAws } from './aws.ts';
import { quickControl } from './control.ts';
import { driftsOf } from './drifts.ts';

describe('somebody with no rights but those of a deployer', () => {
  let aws: TestAws;
  let folder: string;
  let code: string;
  let otherCode: string;
  let target: Target;
  let clients: Clients;

  const settings = settingsFrom({ alarmEmail: 'ops@example.com' });
  const otherwise = settingsFrom({
    alarmEmail: 'others@example.com',
    apiAuth: 'key',
    policies: 'walkthrough',
    logRetentionDays: 7,
    memoryMb: 1024,
  });

  beforeAll(async () => {
    aws = await startAws();
    folder = await mkdtemp(join(tmpdir(), 'filepipe-provision-'));
    code = join(folder, 'handler.mjs');
    otherCode = join(folder, 'other.mjs');
    await writeFile(code, 'export const handler = async () => {};\n');
    await writeFile(otherCode, 'export const handler = async () => "other";\n');
    target = await asDeployer();
    clients = await allClients(target);
  });
  afterAll(async () => {
    for (const client of Object.values(clients)) client.destroy();
    await aws.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('sets an install up, keeps it as it should be, changes it, and takes it all down', async () => {
    await up(settings);
    expect(await plan(clients, target, settings, quickControl(), code)).toEqual([]);
    for (const { cause } of driftsOf(aws.clients, aws.target, settings, otherCode)) await cause();
    await up(settings);
    expect(await plan(clients, target, settings, quickControl(), code)).toEqual([]);
    await up(otherwise);
    await up(settings);
    const { bucket: Bucket } = namesOf(target, settings);
    await aws.clients.s3.send(new PutObjectCommand({ Bucket, Key: 'file', Body: 'content' }));
    await aws.clients.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'half a file' }));
    const receipt = await teardown(clients, target, settings, { deleteData: true }, quickControl(), () => {});
    expect(receipt).toMatchObject({ left: [], kept: [], foreign: [] });
  });

  it('can do nothing about another install', async () => {
    const others = settingsFrom({ install: 'other' });
    await expect(up(others)).rejects.toThrow(/not authorized|may not|denied|403/i);
  });

  it('needs a policy that fits into a managed one', () => {
    const names = namesOf(aws.target, settings);
    const text = JSON.stringify(deployerPolicy(aws.target, names, arnsOf(aws.target, names)));
    expect(text.length).toBeLessThan(6144);
  });

  const up = (wanted: Settings) =>
    setup(clients, target, wanted, quickControl(), () => {}, { handlerFile: code });

  async function asDeployer(): Promise<Target> {
    const names = namesOf(aws.target, settings);
    const trust = { Effect: 'Allow', Principal: { AWS: aws.target.accountId }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await aws.clients.iam.send(new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument }));
    await aws.clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: 'deployer',
        PolicyName: 'filepipe',
        PolicyDocument: JSON.stringify(deployerPolicy(aws.target, names, arnsOf(aws.target, names))),
      }),
    );
    const { endpoint, region, credentials } = aws.target;
    const sts = new STSClient({ region, credentials, ...(endpoint !== undefined && { endpoint }) });
    const RoleArn = `arn:aws:iam::${aws.target.accountId}:role/deployer`;
    const { Credentials: issued } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'deployer' }),
    );
    sts.destroy();
    const session = {
      accessKeyId: issued?.AccessKeyId ?? '',
      secretAccessKey: issued?.SecretAccessKey ?? '',
      sessionToken: issued?.SessionToken ?? '',
    };
    return { ...aws.target, credentials: async () => session };
  }
});
