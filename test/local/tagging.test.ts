import { APIGatewayClient, CreateApiKeyCommand, CreateRestApiCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GetResourcesCommand,
  type GetResourcesInput,
  GetTagKeysCommand,
  GetTagValuesCommand,
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { manualClock } from '../../src/local/clock.ts';
import { policyOf, sessionOf } from './access-fixture.ts';
import { freshAws } from './fresh-aws.ts';
import { createFunction, startLambda } from './lambda-fixture.ts';

describe('a search by tag', () => {
  it('finds what any of the services has, but no roles', async () => {
    const { aws, search } = await fixture();
    const options = aws.clientOptions();
    const Tags = [{ Key: 'team', Value: 'blue' }];
    const tags = { team: 'blue' };
    await new S3Client({ ...options, forcePathStyle: true }).send(
      new CreateBucketCommand({ Bucket: 'the-bucket', CreateBucketConfiguration: { Tags } }),
    );
    await new DynamoDBClient(options).send(
      new CreateTableCommand({
        TableName: 'table',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        Tags,
      }),
    );
    await new SQSClient(options).send(new CreateQueueCommand({ QueueName: 'queue', tags }));
    await new SNSClient(options).send(new CreateTopicCommand({ Name: 'topic', Tags }));
    await new CloudWatchLogsClient(options).send(new CreateLogGroupCommand({ logGroupName: 'group', tags }));
    await new CloudWatchClient(options).send(
      new PutMetricAlarmCommand({
        AlarmName: 'alarm',
        Namespace: 'N',
        MetricName: 'm',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Tags,
      }),
    );
    const gateway = new APIGatewayClient(options);
    const api = await gateway.send(new CreateRestApiCommand({ name: 'api', tags }));
    const key = await gateway.send(new CreateApiKeyCommand({ name: 'key', tags }));
    await new IAMClient(options).send(
      new CreateRoleCommand({
        RoleName: 'role',
        AssumeRolePolicyDocument: policyOf({
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
        Tags,
      }),
    );

    expect(await search({ TagFilters: [{ Key: 'team', Values: ['blue'] }] })).toEqual([
      `arn:aws:apigateway:us-east-1::/apikeys/${key.id}`,
      `arn:aws:apigateway:us-east-1::/restapis/${api.id}`,
      'arn:aws:cloudwatch:us-east-1:000000000000:alarm:alarm',
      'arn:aws:dynamodb:us-east-1:000000000000:table/table',
      'arn:aws:logs:us-east-1:000000000000:log-group:group',
      'arn:aws:s3:::the-bucket',
      'arn:aws:sns:us-east-1:000000000000:topic',
      'arn:aws:sqs:us-east-1:000000000000:queue',
    ]);
  });

  it('finds functions', async () => {
    const functions = await startLambda();
    onTestFinished(() => functions.close());
    await createFunction(functions, 'tagged', '', { Tags: { team: 'blue' } });
    const { ResourceTagMappingList } = await new ResourceGroupsTaggingAPIClient(functions.client).send(
      new GetResourcesCommand({ ResourceTypeFilters: ['lambda:function'] }),
    );
    expect(ResourceTagMappingList).toEqual([
      {
        ResourceARN: 'arn:aws:lambda:us-east-1:000000000000:function:tagged',
        Tags: [{ Key: 'team', Value: 'blue' }],
      },
    ]);
  });

  it('wants every filter met, by any of its values', async () => {
    const { group, search } = await fixture();
    await group('a', { team: 'blue', stage: 'prod' });
    await group('b', { team: 'red', stage: 'prod' });
    await group('c', { team: 'blue' });
    await group('d', {});
    const names = async (input: GetResourcesInput) =>
      (await search(input)).map((arn) => arn.slice(arn.lastIndexOf(':') + 1)).join('');
    expect(await names({})).toBe('abc');
    expect(await names({ TagFilters: [{ Key: 'team', Values: ['blue'] }] })).toBe('ac');
    expect(await names({ TagFilters: [{ Key: 'team', Values: ['blue', 'red'] }] })).toBe('abc');
    expect(await names({ TagFilters: [{ Key: 'stage' }] })).toBe('ab');
    expect(await names({ TagFilters: [{ Key: 'stage' }, { Key: 'team', Values: ['blue'] }] })).toBe('a');
    expect(await names({ TagFilters: [{ Key: 'Team' }] })).toBe('');
    expect(await names({ ResourceTypeFilters: ['logs'] })).toBe('abc');
    expect(await names({ ResourceTypeFilters: ['logs:log-group', 'sqs'] })).toBe('abc');
    expect(await names({ ResourceTypeFilters: ['log'] })).toBe('');
    expect(await names({ ResourceARNList: [`${GROUP}b`, `${GROUP}gone`] })).toBe('b');
  });

  it('is answered in pages', async () => {
    const { group, tagging } = await fixture();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await group(name, { team: name });
    const sizes: number[] = [];
    for await (const page of paginateGetResources({ client: tagging, pageSize: 2 }, {})) {
      sizes.push(page.ResourceTagMappingList?.length ?? 0);
    }
    expect(sizes).toEqual([2, 2, 1]);
    const keys = await tagging.send(new GetTagKeysCommand({}));
    expect(keys.TagKeys).toEqual(['team']);
    expect(keys.PaginationToken).toBe('');
    const values = await tagging.send(new GetTagValuesCommand({ Key: 'team' }));
    expect(values.TagValues).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it.each([
    [{ ResourcesPerPage: 101 }, 'ResourcesPerPage must be between 1 and 100'],
    [{ ResourceARNList: [`arn:aws:s3:::b`], TagFilters: [{ Key: 'k' }] }, 'cannot be combined'],
    [{ PaginationToken: 'nonsense' }, 'Pagination token is invalid'],
    [{ TagFilters: [{ Key: '' }] }, 'length greater than or equal to 1'],
    [{ IncludeComplianceDetails: true }, 'no tag policies'],
  ] satisfies [GetResourcesInput, string][])('refuses %j', async (input, message) => {
    const { tagging } = await fixture();
    const refusal = expect(tagging.send(new GetResourcesCommand(input))).rejects;
    await refusal.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });

  it('does not write tags', async () => {
    const { tagging } = await fixture();
    const write = new TagResourcesCommand({ ResourceARNList: ['arn:aws:s3:::b'], Tags: { k: 'v' } });
    await expect(tagging.send(write)).rejects.toThrow('does not serve tagging:TagResources');
  });

  it('takes a right of its own', async () => {
    const { aws } = await fixture();
    const search = (options: Awaited<ReturnType<typeof sessionOf>>) =>
      new ResourceGroupsTaggingAPIClient(options).send(new GetResourcesCommand({}));
    await expect(search(await sessionOf(aws, 'nobody'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/is not authorized to perform: tag:GetResources/),
    });
    const may = { Effect: 'Allow', Action: 'tag:GetResources', Resource: '*' } as const;
    await search(await sessionOf(aws, 'searcher', may));
  });

  it('can go on showing for a while what is gone', async () => {
    const clock = manualClock();
    const { aws, group, search } = await fixture({ clock, realism: { tagSearchSeconds: 30 } });
    await group('a', { team: 'blue' });
    expect(await search({})).toHaveLength(1);
    await new CloudWatchLogsClient(aws.clientOptions()).send(
      new DeleteLogGroupCommand({ logGroupName: 'a' }),
    );
    clock.advance(29_000);
    expect(await search({})).toEqual([`${GROUP}a`]);
    clock.advance(2000);
    expect(await search({})).toEqual([]);
  });
});

const GROUP = 'arn:aws:logs:us-east-1:000000000000:log-group:';

async function fixture(options: Parameters<typeof freshAws>[0] = {}) {
  const aws = await freshAws(options);
  onTestFinished(() => aws.close());
  const tagging = new ResourceGroupsTaggingAPIClient(aws.clientOptions());
  const logs = new CloudWatchLogsClient(aws.clientOptions());
  return {
    aws,
    tagging,
    group: (logGroupName: string, tags: Record<string, string>) =>
      logs.send(new CreateLogGroupCommand({ logGroupName, ...(Object.keys(tags).length > 0 && { tags }) })),
    async search(input: GetResourcesInput): Promise<string[]> {
      const { ResourceTagMappingList = [] } = await tagging.send(new GetResourcesCommand(input));
      return ResourceTagMappingList.map(({ ResourceARN = '' }) => ResourceARN);
    },
  };
}
