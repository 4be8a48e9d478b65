import type { Target } from './target/target.ts';

/**
 * The SDK clients, each loaded when it is first asked for. The only file that constructs one, so the
 * only place where endpoint, retries and credentials are decided.
 */
export async function s3Client(target: Target) {
  const { S3Client } = await import('@aws-sdk/client-s3');
  return new S3Client({ ...settings(target), forcePathStyle: target.endpoint !== undefined });
}

export async function lambdaClient(target: Target) {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  return new LambdaClient(settings(target));
}

async function iamClient(target: Target) {
  const { IAMClient } = await import('@aws-sdk/client-iam');
  return new IAMClient(settings(target));
}

export async function dynamoDbClient(target: Target) {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  return new DynamoDBClient(settings(target));
}

export async function apiGatewayClient(target: Target) {
  const { APIGatewayClient } = await import('@aws-sdk/client-api-gateway');
  return new APIGatewayClient(settings(target));
}

async function cloudWatchClient(target: Target) {
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  return new CloudWatchClient(settings(target));
}

export async function logsClient(target: Target) {
  const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
  return new CloudWatchLogsClient(settings(target));
}

async function snsClient(target: Target) {
  const { SNSClient } = await import('@aws-sdk/client-sns');
  return new SNSClient(settings(target));
}

async function sqsClient(target: Target) {
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  return new SQSClient(settings(target));
}

export async function stsClient(target: Target) {
  const { STSClient } = await import('@aws-sdk/client-sts');
  return new STSClient(settings(target));
}

/** Every client that provisioning uses, loaded together. */
export async function allClients(target: Target) {
  const [s3, lambda, iam, dynamodb, apigateway, cloudwatch, logs, sns, sqs] = await Promise.all([
    s3Client(target),
    lambdaClient(target),
    iamClient(target),
    dynamoDbClient(target),
    apiGatewayClient(target),
    cloudWatchClient(target),
    logsClient(target),
    snsClient(target),
    sqsClient(target),
  ]);
  return { s3, lambda, iam, dynamodb, apigateway, cloudwatch, logs, sns, sqs };
}

/** The clients by short name; a resource takes a `Pick` of the ones it uses. */
export type Clients = Awaited<ReturnType<typeof allClients>>;

function settings(target: Target) {
  return {
    region: target.region,
    credentials: target.credentials,
    maxAttempts: 6,
    // Whoever swallows packets is noticed; how long an answer may take is the request's own business.
    requestHandler: { connectionTimeout: 10_000 },
    ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
  };
}
