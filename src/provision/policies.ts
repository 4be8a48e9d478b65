import { TIME_INDEX } from '../../handler/record.ts';
import type { Arns, Place } from './names.ts';

/** An IAM policy as a value. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly [key: string]: unknown;
}

/** A document of these statements, in the policy language's current version. */
export function policy(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/**
 * How many characters a policy has as IAM counts them: white space does not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function policySize(document: object): number {
  return JSON.stringify(document).replaceAll(/\s/g, '').length;
}

/** The most that a managed policy may have. */
export const MANAGED_POLICY_SIZE = 6144;

/** The most that all policies together may have that lie in a role itself. */
export const ROLE_POLICY_SIZE = 10_240;

/** A statement that allows these actions on these resources. */
export function allow(
  sid: string,
  actions: readonly string[],
  resource: string | readonly string[],
): PolicyStatement {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: resource };
}

/** Lets Lambda run as the role. */
export const lambdaTrust = trust('lambda.amazonaws.com');

/**
 * Lets API Gateway use the role. Without conditions: API Gateway sends no `aws:SourceAccount` when it
 * takes an integration's role, so the usual confused-deputy guard would refuse every upload.
 */
export const apiGatewayTrust = trust('apigateway.amazonaws.com');

/** Everything the function does, and nothing else. It cannot write to the bucket, so it cannot trigger itself. */
export function functionPolicy(arns: Arns): PolicyDocument {
  return policy([
    allow('ReadFiles', ['s3:GetObject', 's3:GetObjectVersion'], `${arns.bucket}/*`),
    // Without it S3 answers 403 for an object that is gone, where 404 is meant.
    allow('TellMissingFromForbidden', ['s3:ListBucket'], arns.bucket),
    allow('KeepRecords', ['dynamodb:GetItem', 'dynamodb:PutItem'], arns.table),
    // No logs:CreateLogGroup: late log lines would bring a deleted group back, without retention.
    allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${arns.logGroup}:*`),
    allow('HandOverFailures', ['sqs:SendMessage'], arns.failureQueue),
  ]);
}

/** What the walkthrough's managed policies leave out: handing failed events to the queue. */
export function failureHandoverPolicy(arns: Arns): PolicyDocument {
  return policy([allow('HandOverFailures', ['sqs:SendMessage'], arns.failureQueue)]);
}

/** The managed policies that the console walkthrough attaches. */
export const walkthroughPolicies: readonly string[] = [
  'AmazonDynamoDBFullAccess',
  'AmazonS3FullAccess',
  'CloudWatchLogsFullAccess',
];

/** Lets the API put objects into the bucket, and nothing else. */
export function apiPolicy(arns: Arns): PolicyDocument {
  return policy([allow('PutFiles', ['s3:PutObject'], `${arns.bucket}/*`)]);
}

/** Lets the API ask the table for the newest files and for one file, and nothing else. */
export function queryPolicy(arns: Arns): PolicyDocument {
  return policy([
    allow('ListFiles', ['dynamodb:Query'], `${arns.table}/index/${TIME_INDEX}`),
    allow('ShowFile', ['dynamodb:GetItem'], arns.table),
  ]);
}

/** Our statement in the bucket's policy: nothing goes in or out in clear text. */
export function tlsOnlyStatement(arns: Pick<Arns, 'bucket'>): PolicyStatement {
  return {
    Sid: 'FilepipeTlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*', // A denial: whatever the action is.
    Resource: [arns.bucket, `${arns.bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** Our statement in the topic's policy: this account's alarms may publish. */
export function alarmsPublishStatement(place: Place, arns: Arns): PolicyStatement {
  return {
    Sid: 'FilepipeAlarms',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: arns.topic,
    Condition: { StringEquals: { 'aws:SourceAccount': place.accountId } },
  };
}

/** The document with `statement` in the place of whichever had its Sid; all others stay as they are. */
export function withStatement(
  document: PolicyDocument | undefined,
  statement: PolicyStatement,
): PolicyDocument {
  const others = (document?.Statement ?? []).filter(({ Sid }) => Sid !== statement.Sid);
  return { Version: '2012-10-17', ...document, Statement: [...others, statement] };
}

/** The statement with this Sid, or undefined. */
export function statementOf(
  document: PolicyDocument | undefined,
  sid: string | undefined,
): PolicyStatement | undefined {
  return document?.Statement.find(({ Sid }) => Sid === sid);
}

/** A document as AWS gives it back: JSON, URL-encoded by IAM. One statement without a list becomes a list. */
export function parsedPolicy(text: string): PolicyDocument {
  const parsed = JSON.parse(text.startsWith('%7B') ? decodeURIComponent(text) : text) as {
    Statement: PolicyStatement | PolicyStatement[];
  };
  return { ...parsed, Statement: [parsed.Statement].flat() };
}

/**
 * The same value for policies that mean the same: a list of one equals its only member, and the order
 * of actions, resources and the like does not count. The order of statements does.
 */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const members = value.map(canonical);
    if (members.length === 1 && typeof members[0] === 'string') return members[0];
    return members.every((member) => typeof member === 'string') ? members.toSorted() : members;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, canonical(member)]));
}

function trust(service: string): PolicyDocument {
  return policy([{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }]);
}
