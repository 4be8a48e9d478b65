import {
  GetApiKeysCommand,
  GetDeploymentsCommand,
  GetRequestValidatorsCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway';
import { DescribeAlarmsCommand, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { GetPolicyCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetBucketNotificationConfigurationCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListSubscriptionsCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { Clients } from '../../src/clients.ts';

/**
 * Everything in the account that has to do with an install, as the services list it, without what no two
 * installs have in common: ids, times, and its name, for which `NAME` stands. Two equal ones are the same pipeline.
 */
export async function accountOf(aws: Clients, install: string): Promise<unknown> {
  const ours = (name = '') => name.split(/[-/:.]/).includes(install) || name.includes(`-${install}-`);
  const found = {
    buckets: await bucketsOf(aws, ours),
    roles: await rolesOf(aws, ours),
    functions: await functionsOf(aws, ours),
    tables: await tablesOf(aws, ours),
    apis: await apisOf(aws, ours),
    apiKeys: namesOf((await aws.apigateway.send(new GetApiKeysCommand({ limit: 500 }))).items, ours),
    usagePlans: await usagePlansOf(aws, ours),
    alarms: (await allAlarms(aws)).filter(ours),
    dashboards: (await aws.cloudwatch.send(new ListDashboardsCommand({}))).DashboardEntries?.map(
      ({ DashboardName }) => DashboardName,
    ).filter(ours),
    logGroups: (
      await aws.logs.send(new DescribeLogGroupsCommand({ limit: 50, logGroupNamePattern: install }))
    ).logGroups
      ?.filter(({ logGroupName }) => ours(logGroupName))
      .map(({ logGroupName, retentionInDays }) => ({ logGroupName, retentionInDays })),
    queues: (await aws.sqs.send(new ListQueuesCommand({ MaxResults: 1000 }))).QueueUrls?.map((url) =>
      url.split('/').at(-1),
    ).filter(ours),
    topics: (await aws.sns.send(new ListTopicsCommand({}))).Topics?.map(({ TopicArn }) => TopicArn).filter(
      ours,
    ),
    subscriptions: (await aws.sns.send(new ListSubscriptionsCommand({}))).Subscriptions?.filter(
      ({ TopicArn }) => ours(TopicArn),
    ).map(({ Endpoint }) => Endpoint),
  };
  return JSON.parse(JSON.stringify(found).replaceAll(install, 'NAME'));
}

type Ours = (name: string | undefined) => boolean;

function namesOf(items: readonly { readonly name?: string | undefined }[] = [], ours: Ours) {
  return items.map(({ name }) => name).filter(ours);
}

async function bucketsOf({ s3 }: Clients, ours: Ours) {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return await Promise.all(
    Buckets.filter(({ Name }) => ours(Name)).map(async ({ Name }) => {
      const { $metadata: _, ...triggers } = await s3.send(
        new GetBucketNotificationConfigurationCommand({ Bucket: Name }),
      );
      return { Name, triggers };
    }),
  );
}

async function rolesOf({ iam }: Clients, ours: Ours) {
  const { Roles = [] } = await iam.send(new ListRolesCommand({ MaxItems: 1000 }));
  return await Promise.all(
    Roles.filter(({ RoleName }) => ours(RoleName)).map(async ({ RoleName }) => ({
      RoleName,
      inline: (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames,
      attached: (await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies,
    })),
  );
}

async function functionsOf({ lambda }: Clients, ours: Ours) {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 50 }));
  return await Promise.all(
    Functions.filter(({ FunctionName }) => ours(FunctionName)).map(async (it) => ({
      name: it.FunctionName,
      memory: it.MemorySize,
      code: it.CodeSha256,
      role: it.Role,
      policy: (await lambda.send(new GetPolicyCommand({ FunctionName: it.FunctionName }))).Policy,
    })),
  );
}

async function tablesOf({ dynamodb }: Clients, ours: Ours) {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  return await Promise.all(
    TableNames.filter(ours).map(async (TableName) => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      return { TableName, status: Table?.TableStatus, protected: Table?.DeletionProtectionEnabled };
    }),
  );
}

async function apisOf({ apigateway }: Clients, ours: Ours) {
  const { items = [] } = await apigateway.send(new GetRestApisCommand({ limit: 500 }));
  return await Promise.all(
    items
      .filter(({ name }) => ours(name))
      .map(async ({ id: restApiId, name, description }) => {
        const [resources, validators, stages, deployments] = await Promise.all([
          apigateway.send(new GetResourcesCommand({ restApiId, limit: 500 })),
          apigateway.send(new GetRequestValidatorsCommand({ restApiId, limit: 500 })),
          apigateway.send(new GetStagesCommand({ restApiId })),
          apigateway.send(new GetDeploymentsCommand({ restApiId, limit: 500 })),
        ]);
        return {
          name,
          description,
          paths: resources.items?.map(({ path, resourceMethods = {} }) => [
            path,
            Object.keys(resourceMethods),
          ]),
          validators: validators.items?.map((it) => it.name),
          stages: stages.item?.map(({ stageName }) => stageName),
          isDeployed: (deployments.items ?? []).length > 0,
        };
      }),
  );
}

async function usagePlansOf({ apigateway }: Clients, ours: Ours) {
  const { items = [] } = await apigateway.send(new GetUsagePlansCommand({ limit: 500 }));
  return await Promise.all(
    items
      .filter(({ name }) => ours(name))
      .map(async ({ id, name, apiStages = [] }) => {
        const keys = await apigateway.send(new GetUsagePlanKeysCommand({ usagePlanId: id }));
        return { name, stages: apiStages.length, keys: keys.items?.length ?? 0 };
      }),
  );
}

async function allAlarms({ cloudwatch }: Clients): Promise<string[]> {
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
  return MetricAlarms.flatMap(({ AlarmName }) => AlarmName ?? []);
}
