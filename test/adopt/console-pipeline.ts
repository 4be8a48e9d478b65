import { randomUUID } from 'node:crypto';
import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type AttributeDefinition, CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { AddPermissionCommand, CreateFunctionCommand, type Runtime } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  type Event,
  type FilterRule,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { build } from 'esbuild';
import type { Clients } from '../../src/clients.ts';
import { packageRoot } from '../../src/package-root.ts';
import { zip } from '../local/lambda-zip.ts';

/** How a pipeline that was clicked together may differ from the walkthrough's. */
export interface ConsoleChoices {
  readonly bucket?: string;
  readonly functionName?: string;
  readonly tableName?: string;
  readonly key?: AttributeDefinition;
  readonly variables?: Readonly<Record<string, string>>;
  readonly runtime?: Runtime;
  readonly events?: Event[];
  readonly filter?: FilterRule[];
  /** Whether the permission names the account, as the console's does and many scripts' do not. */
  readonly sourceAccount?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** Without API and alarm. */
  readonly bare?: boolean;
  /** Waits as somebody does who clicks, on an AWS where things take time. */
  readonly pause?: () => Promise<void>;
}

/** What its things are called. */
export interface ConsolePipeline {
  readonly bucket: string;
  readonly functionName: string;
  readonly tableName: string;
  readonly roleName: string;
  readonly statementId: string;
  readonly triggerId: string;
  readonly apiId: string | undefined;
  /** Where the API takes files, without the endpoint. */
  readonly uploadPath: string | undefined;
}

/** Makes what the walkthrough makes, called as the console calls it, with all that is wrong with it. */
export async function clickTogether(
  clients: Clients,
  choices: ConsoleChoices = {},
): Promise<ConsolePipeline> {
  const { bucket = 'my-uploads', functionName = 'FilesProcessed', tableName = 'FileMetadata' } = choices;
  const { s3, dynamodb, iam, lambda, logs } = clients;
  const pause = choices.pause ?? (async () => {});
  const roleName = `${functionName}-role-${randomUUID().slice(0, 8)}`;
  const key = choices.key ?? { AttributeName: 'filename', AttributeType: 'S' };
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await dynamodb.send(
    new CreateTableCommand({
      TableName: tableName,
      KeySchema: [{ AttributeName: key.AttributeName, KeyType: 'HASH' }],
      AttributeDefinitions: [key],
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
    }),
  );
  const role = await makeRole(iam, { name: roleName, path: '/service-role/', service: 'lambda' });
  for (const policy of ['AmazonS3FullAccess', 'AmazonDynamoDBFullAccess', 'CloudWatchLogsFullAccess'])
    await attach(iam, roleName, policy);
  await pause();
  const made = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: functionName,
      Role: role,
      Runtime: choices.runtime ?? 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: await zip({ 'index.mjs': await consoleHandler(tableName) }) },
      ...(choices.variables && { Environment: { Variables: choices.variables } }),
      ...(choices.tags && { Tags: choices.tags }),
    }),
  );
  await pause();
  // Lambda makes it when the function first runs.
  await logs.send(new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${functionName}` }));
  const statementId = `lambda-${randomUUID()}`;
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: functionName,
      StatementId: statementId,
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: `arn:aws:s3:::${bucket}`,
      ...(choices.sourceAccount === false ? {} : { SourceAccount: '000000000000' }),
    }),
  );
  await pause();
  const triggerId = randomUUID();
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [
          {
            Id: triggerId,
            LambdaFunctionArn: made.FunctionArn,
            Events: choices.events ?? ['s3:ObjectCreated:Put'],
            ...(choices.filter && { Filter: { Key: { FilterRules: choices.filter } } }),
          },
        ],
      },
    }),
  );
  const apiId = choices.bare ? undefined : await makeApi(clients, bucket);
  if (!choices.bare) await makeAlarm(clients, functionName);
  const uploadPath = apiId && `/_aws/execute-api/${apiId}/dev/upload`;
  return { bucket, functionName, tableName, roleName, statementId, triggerId, apiId, uploadPath };
}

/** What a tutorial lets one paste into the console's editor; the SDK comes with Lambda's runtime there. */
async function consoleHandler(tableName: string): Promise<string> {
  bundled ??= bundleHandler();
  return (await bundled).replaceAll(JSON.stringify(ANY_TABLE), JSON.stringify(tableName));
}

const ANY_TABLE = 'the table of this pipeline';

let bundled: Promise<string> | undefined;

async function bundleHandler(): Promise<string> {
  const contents = `
    import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
    const dynamodb = new DynamoDBClient({});
    export const handler = async (event) => {
      for (const { s3 } of event.Records) {
        await dynamodb.send(new PutItemCommand({
          TableName: ${JSON.stringify(ANY_TABLE)},
          Item: {
            filename: { S: decodeURIComponent(s3.object.key.replace(/\\+/g, ' ')) },
            size: { N: String(s3.object.size) },
            uploadTime: { S: new Date().toISOString() },
            bucket: { S: s3.bucket.name },
          },
        }));
      }
    };`;
  const bundle = await build({
    stdin: { contents, resolveDir: packageRoot },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    write: false,
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return bundle.outputFiles[0]?.text ?? '';
}

async function makeRole(
  iam: Clients['iam'],
  { name, path, service }: { name: string; path: string; service: string },
): Promise<string | undefined> {
  const trust = {
    Effect: 'Allow',
    Principal: { Service: `${service}.amazonaws.com` },
    Action: 'sts:AssumeRole',
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      Path: path,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  return Role?.Arn;
}

async function attach(iam: Clients['iam'], RoleName: string, policy: string): Promise<void> {
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: `arn:aws:iam::aws:policy/${policy}` }));
}

/** `POST /upload`, deployed to `dev`: no binary types, no answer for what S3 refuses, open to anybody. */
async function makeApi({ apigateway, iam }: Clients, bucket: string): Promise<string | undefined> {
  const roleName = `upload-api-role-${bucket}`.slice(0, 64);
  const credentials = await makeRole(iam, { name: roleName, path: '/', service: 'apigateway' });
  await attach(iam, roleName, 'AmazonS3FullAccess');
  const { id: restApiId, rootResourceId } = await apigateway.send(
    new CreateRestApiCommand({ name: 'upload-api', endpointConfiguration: { types: ['EDGE'] } }),
  );
  const { id: resourceId } = await apigateway.send(
    new CreateResourceCommand({ restApiId, parentId: rootResourceId, pathPart: 'upload' }),
  );
  const method = { restApiId, resourceId, httpMethod: 'POST' };
  const requestParameters = { 'method.request.querystring.filename': false };
  await apigateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE', requestParameters }));
  await apigateway.send(
    new PutIntegrationCommand({
      ...method,
      type: 'AWS',
      integrationHttpMethod: 'PUT',
      uri: `arn:aws:apigateway:us-east-1:s3:path/${bucket}/{key}`,
      credentials,
      requestParameters: { 'integration.request.path.key': 'method.request.querystring.filename' },
    }),
  );
  await apigateway.send(new PutMethodResponseCommand({ ...method, statusCode: '200' }));
  await apigateway.send(new PutIntegrationResponseCommand({ ...method, statusCode: '200' }));
  await apigateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
  return restApiId;
}

async function makeAlarm({ cloudwatch, sns }: Clients, functionName: string): Promise<void> {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'file-alerts' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' }));
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: `${functionName}-errors`,
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: functionName }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      ...(TopicArn !== undefined && { AlarmActions: [TopicArn] }),
    }),
  );
}
