import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

const ACCOUNT = '000000000000';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/r`;

describe('taking a role', () => {
  let clock: ManualClock;
  let fresh: FreshAws;
  let iam: IAMClient;
  let sts: STSClient;

  beforeEach(async () => {
    clock = manualClock();
    fresh = await freshAws({ clock });
    iam = new IAMClient(fresh.clientOptions());
    sts = new STSClient(fresh.clientOptions());
  });

  afterEach(async () => {
    iam.destroy();
    sts.destroy();
    await fresh.close();
  });

  const createRole = (statement: object, RoleName = 'r') => {
    const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }].flat();
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    return iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  };
  const assume = (input: Partial<AssumeRoleCommandInput> = {}, client = sts) =>
    client.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'me', ...input }));

  /** A client with the credentials that a session of the role has. */
  async function session(): Promise<STSClient> {
    const { Credentials } = await assume();
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    return new STSClient({ ...fresh.clientOptions(), credentials });
  }

  it('gives credentials that are those of a session of the role', async () => {
    await createRole({ Principal: { AWS: ACCOUNT } });
    const { AssumedRoleUser, Credentials } = await assume();
    expect(AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA\w+:me$/);
    expect(Credentials?.Expiration?.getTime()).toBe(clock.now() + 3_600_000);
    expect(await (await session()).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/me`,
    });
  });

  it.each<[string, object]>([
    ['everybody', { Principal: '*' }],
    ['the account by its number', { Principal: { AWS: ACCOUNT } }],
    ['the account by its root', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }],
    [
      'this account alone',
      { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } },
    ],
  ])('is open to a caller when the role trusts %s', async (_whom, statement) => {
    await createRole(statement);
    await expect(assume()).resolves.toHaveProperty('Credentials');
  });

  it.each<[string, object]>([
    ['another account', { Principal: { AWS: '111111111111' } }],
    ['a service', { Principal: { Service: 'lambda.amazonaws.com' } }],
    [
      'who has the external id',
      { Principal: '*', Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } },
    ],
    ['nobody, by a denial', { Effect: 'Deny', Principal: '*' }],
    ['all but this account', { Effect: 'Allow', NotPrincipal: { AWS: ACCOUNT } }],
  ])('is refused when the role trusts %s', async (_whom, statement) => {
    await createRole(statement);
    await expect(assume()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${ACCOUNT}:root is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('asks for the external id that the trust policy names', async () => {
    await createRole({ Principal: '*', Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } });
    await expect(assume({ ExternalId: 'wrong' })).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume({ ExternalId: 'secret' })).resolves.toHaveProperty('Credentials');
  });

  it('does not tell a role that is not there from one that is closed', async () => {
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('lets a session take a role that trusts its own role, for an hour at most', async () => {
    await createRole({ Principal: { AWS: ACCOUNT } });
    await createRole({ Principal: { AWS: ROLE } }, 'next');
    const client = await session();
    const next = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/next` };
    await expect(assume(next, client)).resolves.toHaveProperty('Credentials');
    await expect(assume({ ...next, DurationSeconds: 3601 }, client)).rejects.toThrow('role chaining');
    await expect(assume(next)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it.each<[string, Partial<AssumeRoleCommandInput>, string]>([
    [
      'longer sessions than the role allows',
      { DurationSeconds: 3601 },
      'MaxSessionDuration set for this role',
    ],
    ['sessions of a minute', { DurationSeconds: 60 }, 'greater than or equal to 900'],
    ['a session name with a space', { RoleSessionName: 'a b' }, "at 'roleSessionName' failed to satisfy"],
    ['session policies, which it does not keep', { Policy: '{}' }, 'does not serve Policy of sts:AssumeRole'],
  ])('refuses %s', async (_what, input, message) => {
    await createRole({ Principal: { AWS: ACCOUNT } });
    await expect(assume(input)).rejects.toThrow(message);
  });

  it('lasts until its time is up, across a restart', async () => {
    await createRole({ Principal: { AWS: ACCOUNT } });
    const { Credentials } = await assume({ DurationSeconds: 900 });
    await fresh.restart();
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    const client = new STSClient({ ...fresh.clientOptions(), credentials });
    await expect(client.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty('Arn');
    clock.advance(900_001);
    // Within the tolerance of signatures, so that it is the token that is judged.
    const error = await client.send(new GetCallerIdentityCommand({})).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'ExpiredToken' });
    client.destroy();
  });
});
