import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { type EmbeddedAws, type EmbeddedAwsOptions, startEmbeddedAws } from '../../src/local/embedded-aws.ts';
import { zip } from './lambda-zip.ts';

/** What talks to an embedded AWS. */
export interface LambdaClients {
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  /** The settings of any other client. */
  readonly client: ReturnType<typeof clientSettings>;
}

/** An embedded AWS with a role for functions. */
export interface LambdaFixture extends LambdaClients {
  readonly aws: EmbeddedAws;
  readonly faults: readonly unknown[];
  /** Stops it and starts it again on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

type Address = Pick<EmbeddedAws, 'endpoint' | 'credentials'>;

export const roleArn = 'arn:aws:iam::000000000000:role/function';

export async function startLambda(options: Partial<EmbeddedAwsOptions> = {}): Promise<LambdaFixture> {
  const dataDir = await mkdtemp(join(tmpdir(), 'filepipe-test-'));
  const faults: unknown[] = [];
  const start = () =>
    startEmbeddedAws({ dataDir, port: 0, onFault: (error) => faults.push(error), ...options });
  let aws = await start();
  let clients = lambdaClients(aws);
  await createRole(clients);
  return {
    get aws() {
      return aws;
    },
    get lambda() {
      return clients.lambda;
    },
    get logs() {
      return clients.logs;
    },
    get client() {
      return clients.client;
    },
    faults,
    async restart() {
      await aws.close();
      aws = await start();
      clients = lambdaClients(aws);
    },
    async close() {
      await aws.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

export function lambdaClients(address: Address): LambdaClients {
  const client = clientSettings(address);
  return { client, lambda: new LambdaClient(client), logs: new CloudWatchLogsClient(client) };
}

/** The role that `createFunction` gives functions: they may log, and send to any destination. */
export async function createRole({ client }: LambdaClients): Promise<void> {
  const AssumeRolePolicyDocument = trustOf('lambda.amazonaws.com');
  const iam = new IAMClient(client);
  await iam.send(new CreateRoleCommand({ RoleName: 'function', AssumeRolePolicyDocument }));
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'function',
      PolicyName: 'log-and-hand-over',
      PolicyDocument: allowing(
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'sqs:SendMessage',
        'sns:Publish',
        'lambda:InvokeFunction',
      ),
    }),
  );
}

/** Creates a function of one file, `index.mjs`, and the log group that it writes to. */
export async function createFunction(
  { lambda, logs }: LambdaClients,
  name: string,
  source: string,
  input: Partial<CreateFunctionCommandInput> = {},
): Promise<void> {
  await logs.send(new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${name}` }));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: roleArn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 20,
      Code: { ZipFile: await zip({ 'index.mjs': source }) },
      ...input,
    }),
  );
}

/** Invokes a function, and gives what it answered, parsed. */
export async function invoke(
  { lambda }: LambdaClients,
  name: string,
  event: unknown = {},
  input: Partial<InvokeCommandInput> = {},
) {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), ...input }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString('utf8');
  const log = Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8');
  return { ...answer, result: text === '' ? undefined : JSON.parse(text), log };
}

export async function logMessages({ logs }: LambdaClients, name: string): Promise<string[]> {
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }),
  );
  return events.map(({ message }) => message ?? '');
}

export function trustOf(service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
}

/** A policy that allows these actions on anything. */
function allowing(...actions: readonly string[]): string {
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

function clientSettings({ endpoint, credentials }: Address) {
  return { endpoint, credentials, region: 'us-east-1', maxAttempts: 1 };
}
