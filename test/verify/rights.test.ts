import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployerPolicy } from '../../src/provision/deployer-policy.ts';
import type { PolicyDocument } from '../../src/provision/policies.ts';
import { settingsFrom } from '../../src/provision/settings.ts';
import { setup } from '../../src/provision/setup.ts';
import type { Target } from '../../src/target/target.ts';
import { codeFile } from '../built.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { quickControl } from '../provision/control.ts';
import { everyHop, hopsOf, patient, probing } from './probing.ts';

const settings = settingsFrom({});

describe('somebody with the rights of a deployer', () => {
  let aws: TestAws;
  let deployer: Target;

  beforeAll(async () => {
    aws = await startAws();
    await setup(aws.clients, aws.target, settings, quickControl(), () => {}, { codeFile });
    deployer = await asDeployer();
  });
  afterAll(async () => {
    await aws.close();
  });

  it('may verify', async () => {
    await allow(policy());
    const { probes } = await probing(deployer, settings, codeFile);
    expect(probes.flatMap(({ failures }) => failures)).toEqual([]);
    expect(probes.map(hopsOf)).toEqual([everyHop, everyHop]);
  });

  it.each([
    { action: 's3:PutObject', via: 's3', hop: 'stored' },
    { action: 'execute-api:Invoke', via: 'api', hop: 'stored' },
    { action: 's3:GetObjectVersion', via: 's3', hop: 'sameBytes' },
    { action: 'dynamodb:GetItem', via: 's3', hop: 'row' },
    { action: 'logs:FilterLogEvents', via: 's3', hop: 'logLine' },
    { action: 's3:DeleteObjectVersion', via: 's3', hop: 'deleted' },
  ] as const)(
    'is told that $action is missing, and not that the pipeline fails',
    async ({ action, via, hop }) => {
      await allow(without(policy(), action));
      const { probes } = await probing(deployer, settings, codeFile, { ...patient, ways: [via] });
      expect(probes[0]?.failures).toMatchObject([{ hop, denied: true, reasons: [] }]);
      expect(String(probes[0]?.failures[0]?.error)).toContain(action);
    },
  );

  it('is told that it may not ask the API, and not that the API fails', async () => {
    const less = JSON.parse(JSON.stringify(policy()).replace('GET/files/*', 'GET/files'));
    await allow(less);
    const { probes } = await probing(deployer, settings, codeFile, { ...patient, ways: ['s3'] });
    expect(probes.map(hopsOf)).toEqual([everyHop.filter((hop) => hop !== 'apiRow')]);
    expect(probes[0]?.failures).toMatchObject([
      {
        hop: 'apiRow',
        denied: true,
        reasons: [],
        error: { hint: 'allow yourself execute-api:Invoke on it: filepipe policy deployer' },
      },
    ]);
  });

  function policy(): PolicyDocument {
    return deployerPolicy(aws.target, settings);
  }

  function without(document: PolicyDocument, action: string): PolicyDocument {
    const Statement = document.Statement.map((statement) => {
      const Action = [statement['Action']].flat().filter((one) => one !== action);
      return Action.length === 0
        ? { ...statement, Effect: 'Deny', Action: action }
        : { ...statement, Action };
    });
    return { ...document, Statement };
  }

  async function allow(document: PolicyDocument): Promise<void> {
    const PolicyDocument = JSON.stringify(document);
    await aws.clients.iam.send(
      new PutRolePolicyCommand({ RoleName: 'deployer', PolicyName: 'filepipe', PolicyDocument }),
    );
  }

  async function asDeployer(): Promise<Target> {
    const { accountId, endpoint = '', region, credentials } = aws.target;
    const trust = { Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await aws.clients.iam.send(new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument }));
    const sts = new STSClient({ region, credentials, endpoint });
    const RoleArn = `arn:aws:iam::${accountId}:role/deployer`;
    const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'deployer' });
    const { Credentials: issued } = await sts.send(assume);
    sts.destroy();
    const session = {
      accessKeyId: issued?.AccessKeyId ?? '',
      secretAccessKey: issued?.SecretAccessKey ?? '',
      sessionToken: issued?.SessionToken ?? '',
    };
    return { ...aws.target, credentials: async () => session };
  }
});
