import { execFileSync, spawnSync } from 'node:child_process';
import * as apiGateway from '@aws-sdk/client-api-gateway';
import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as sns from '@aws-sdk/client-sns';
import * as sts from '@aws-sdk/client-sts';
import { NormalizedSchema } from '@smithy/core/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toRegExp } from '../../src/local/wire/constraint.ts';
import { modelConstraints } from '../../src/local/wire/model-constraints.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

const sdks: Readonly<Record<string, object>> = {
  apigateway: apiGateway,
  dynamodb,
  iam,
  lambda,
  logs,
  monitoring: cloudWatch,
  sns,
  sts,
};

describe('what AWS demands of members', () => {
  it.each(Object.entries(sdks))('is known for members that the SDK has too, of %s', async (service, sdk) => {
    const { structures } = await modelConstraints(service);
    const names = Object.keys(structures);
    expect(names).not.toEqual([]);
    for (const name of names) {
      const schema: unknown = Reflect.get(sdk, `${name}$`);
      expect(schema, name).toBeDefined();
      const members = [...NormalizedSchema.of(schema as never).structIterator()].map(([member]) => member);
      expect(members).toEqual(expect.arrayContaining(Object.keys(structures[name] ?? {})));
    }
  });

  it.each(Object.keys(sdks))('has patterns that JavaScript can tell, of %s', async (service) => {
    const { shapes } = await modelConstraints(service);
    for (const { pattern } of Object.values(shapes)) {
      if (pattern !== undefined) expect(toRegExp(pattern), pattern).toBeInstanceOf(RegExp);
    }
  });

  it.each([
    ['[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+', 'Größe 1+1=2 @a-b', 'a#b'],
    ['^([\\p{L}\\_\\@]+)$', 'a_@', 'a-b'],
    ['(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)', '/a/b/', '/a'],
    ['a|b', 'b', 'ab'],
  ])('fits the whole text with %s', (pattern, good, bad) => {
    expect(toRegExp(pattern)?.test(good)).toBe(true);
    expect(toRegExp(pattern)?.test(bad)).toBe(false);
  });

  it.each(['a++', '[a-z&&[^b]]', '(?i)a'])('leaves %s alone, which is Java only', (pattern) => {
    expect(toRegExp(pattern)).toBeUndefined();
  });
});

const botocore = spawnSync('python3', ['-c', 'import botocore']).status === 0;
if (!botocore) process.stderr.write('SKIPPED: botocore is not installed; constraints.json is not compared\n');

it.skipIf(!botocore)("is what botocore's models say, or at least nothing less", async () => {
  const { default: kept } = await import('../../src/local/wire/constraints.json', { with: { type: 'json' } });
  const printed = execFileSync('python3', ['scripts/constraints.py', '--print'], { encoding: 'utf8' });
  const fresh: typeof kept = JSON.parse(printed);
  if (fresh.source === kept.source) expect(kept).toEqual(fresh);
  else expect(membersIn(fresh.services)).toEqual(expect.arrayContaining(membersIn(kept.services)));
});

function membersIn(services: Readonly<Record<string, { readonly structures: object }>>): string[] {
  return Object.entries(services).flatMap(([service, { structures }]) =>
    Object.entries(structures).flatMap(([structure, members]) =>
      Object.keys(members).map((member) => `${service}/${structure}/${member}`),
    ),
  );
}

describe('a request that breaks its model', () => {
  let aws: FreshAws;
  beforeAll(async () => {
    aws = await freshAws();
  });
  afterAll(() => aws.close());

  const TRUST = '{}';

  it.each<readonly [string, () => Promise<unknown>, string, string]>([
    [
      'a text that is too long',
      () => new iam.IAMClient(aws.clientOptions()).send(new iam.GetRoleCommand({ RoleName: 'r'.repeat(65) })),
      'ValidationError',
      `1 validation error detected: Value '${'r'.repeat(65)}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      'several at once, one of them deep in a list',
      () =>
        new iam.IAMClient(aws.clientOptions()).send(
          new iam.CreateRoleCommand({
            RoleName: 'r',
            AssumeRolePolicyDocument: TRUST,
            MaxSessionDuration: 60,
            Tags: [{ Key: 'k', Value: '{}' }],
          }),
        ),
      'ValidationError',
      "2 validation errors detected: Value '60' at 'maxSessionDuration' failed to satisfy constraint: " +
        "Member must have value greater than or equal to 3600; Value '{}' at 'tags.1.member.value' failed to " +
        'satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*',
    ],
    [
      'a number out of range beside something missing',
      () =>
        new sts.STSClient(aws.clientOptions()).send(
          new sts.AssumeRoleCommand({
            RoleArn: 'arn:aws:iam::000000000000:role/r',
            RoleSessionName: undefined,
            DurationSeconds: 1,
          }),
        ),
      'ValidationError',
      "2 validation errors detected: Value null at 'roleSessionName' failed to satisfy constraint: Member must " +
        "not be null; Value '1' at 'durationSeconds' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 900',
    ],
    [
      'a member of a list',
      () =>
        new lambda.LambdaClient(aws.clientOptions()).send(
          new lambda.UpdateFunctionCodeCommand({ FunctionName: 'f', Architectures: ['mips' as never] }),
        ),
      'ValidationException',
      "1 validation error detected: Value '[mips]' at 'architectures' failed to satisfy constraint: " +
        'Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]',
    ],
    [
      'a key of a map, whose values are nobody else’s business',
      () =>
        new lambda.LambdaClient(aws.clientOptions()).send(
          new lambda.UpdateFunctionConfigurationCommand({
            FunctionName: 'f',
            Environment: { Variables: { '1': 'secret' } },
          }),
        ),
      'ValidationException',
      "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must " +
        'satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]',
    ],
    [
      'a value of a map',
      () =>
        new logs.CloudWatchLogsClient(aws.clientOptions()).send(
          new logs.CreateLogGroupCommand({ logGroupName: 'g', tags: { key: '#' } }),
        ),
      'InvalidParameterException',
      "1 validation error detected: Value '{key=#}' at 'tags' failed to satisfy constraint: Map value must " +
        'satisfy constraint: [Member must have length less than or equal to 256, Member must satisfy regular ' +
        'expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$]',
    ],
    [
      'a value outside its set',
      () =>
        new cloudWatch.CloudWatchClient(aws.clientOptions()).send(
          new cloudWatch.SetAlarmStateCommand({
            AlarmName: 'a',
            StateValue: 'CALM' as never,
            StateReason: '',
          }),
        ),
      'ValidationException',
      "1 validation error detected: Value 'CALM' at 'stateValue' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [OK, ALARM, INSUFFICIENT_DATA]',
    ],
    [
      'an empty list',
      () =>
        new dynamodb.DynamoDBClient(aws.clientOptions()).send(
          new dynamodb.TransactGetItemsCommand({ TransactItems: [] }),
        ),
      'ValidationException',
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: " +
        'Member must have length greater than or equal to 1',
    ],
    [
      'an operation of a patch',
      () =>
        new apiGateway.APIGatewayClient(aws.clientOptions()).send(
          new apiGateway.UpdateRestApiCommand({
            restApiId: 'a',
            patchOperations: [{ op: 'mend' as never, path: '/name' }],
          }),
        ),
      'ValidationException',
      "1 validation error detected: Value 'mend' at 'updateRestApiInput.patchOperations.1.member.op' failed to " +
        'satisfy constraint: Member must satisfy enum value set: [add, remove, replace, move, copy, test]',
    ],
    [
      'a member of the address',
      () =>
        new apiGateway.APIGatewayClient(aws.clientOptions()).send(
          new apiGateway.GetGatewayResponseCommand({ restApiId: 'a', responseType: 'NICE' as never }),
        ),
      'ValidationException',
      expect.stringContaining("Value 'NICE' at 'responseType' failed to satisfy constraint"),
    ],
    [
      'a tag without a key',
      () =>
        new sns.SNSClient(aws.clientOptions()).send(
          new sns.CreateTopicCommand({ Name: 't', Tags: [{ Key: '', Value: '' }] }),
        ),
      'ValidationError',
      "1 validation error detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: " +
        'Member must have length greater than or equal to 1',
    ],
  ])('is refused for %s', async (_what, send, name, message) => {
    await expect(send()).rejects.toMatchObject({ name, message });
  });
});
