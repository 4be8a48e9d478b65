import { rememberRequests } from './request-of-error.ts';
import type { Target } from './target/target.ts';

/**
 * The SDK clients, each loaded when it is first asked for. The only file that constructs one, so the
 * only place where endpoint, retries and credentials are decided.
 */
export async function s3Client(target: Target) {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({ ...settings(target), forcePathStyle: target.endpoint !== undefined });
  rememberRequests(client.middlewareStack);
  return client;
}

export async function lambdaClient(target: Target) {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient(settings(target));
  rememberRequests(client.middlewareStack);
  return client;
}

async function iamClient(target: Target) {
  const { IAMClient } = await import('@aws-sdk/client-iam');
  const client = new IAMClient(settings(target));
  rememberRequests(client.middlewareStack);
  return client;
}

export async function dynamoDbClient(target: Target) {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient(settings(target));
  rememberRequests(client.middlewareStack);
  return client;
}

export async function apiGatewayClient(target: Target) {
  const { APIGatewayClient } = await import('@aws-sdk/client-api-gateway');
  const { ShortRetries } = await import('./short-retries.ts');
  const retryStrategy = new ShortRetries(MAX_ATTEMPTS);
  const client = new APIGatewayClient({ ...settings(target), retryStrategy });
  rememberRequests(client.middlewareStack);
  return client;
}

async function cloudWatchClient(target: Target) {
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  const client = new CloudWatchClient(settings(target));
  rememberRequests(client.middlewareStack);
  return client;
}

export async function logsClient(target: Target) {
  const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
  const client = new CloudWatchLogsClient(settings(target));
  rememberRequests(client.middlewareStack);
  return client;
}

async function snsClient(target: Target) {
  const { SNSClient } = await import('@aws-sdk/client-sns');
  const client = new SNSClient(settings(target));
  rememberRequests(client.middlewareStack);
  return client;
}

export async function sqsClient(target: Target) {
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  const client = new SQSClient(settings(target));
  rememberRequests(client.middlewareStack);
  return client;
}

export async function taggingClient(target: Target) {
  const { ResourceGroupsTaggingAPIClient } = await import('@aws-sdk/client-resource-groups-tagging-api');
  return new ResourceGroupsTaggingAPIClient(settings(target));
}

export async function stsClient(target: Target) {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(settings(target));
  rememberRequests(client.middlewareStack);
  return client;
}

/** Every client that provisioning uses, loaded together. */
export async function allClients(target: Target) {
  const [s3, lambda, iam, dynamodb, apigateway, cloudwatch, logs, sns, sqs, tagging] = await Promise.all([
    s3Client(target),
    lambdaClient(target),
    iamClient(target),
    dynamoDbClient(target),
    apiGatewayClient(target),
    cloudWatchClient(target),
    logsClient(target),
    snsClient(target),
    sqsClient(target),
    taggingClient(target),
  ]);
  return { s3, lambda, iam, dynamodb, apigateway, cloudwatch, logs, sns, sqs, tagging };
}

/** The clients by short name; a resource takes a `Pick` of the ones it uses. */
export type Clients = Awaited<ReturnType<typeof allClients>>;

const MAX_ATTEMPTS = 6;

function settings(target: Target) {
  return {
    region: target.region,
    credentials: target.credentials,
    maxAttempts: MAX_ATTEMPTS,
    // Whoever swallows packets is noticed; how long an answer may take is the request's own business.
    requestHandler: { connectionTimeout: 10_000 },
    ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
  };
}
