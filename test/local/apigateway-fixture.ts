import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  type CreateRestApiCommandInput,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  type PutMethodCommandInput,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import type { Clock } from '../../src/local/clock.ts';
import { type EmbeddedAws, startEmbeddedAws } from '../../src/local/embedded-aws.ts';
import type { Realism } from '../../src/local/realism.ts';

export interface GatewayFixture {
  readonly aws: EmbeddedAws;
  readonly client: APIGatewayClient;
  /** Faults of the embedded AWS; a test that expects none looks here. */
  readonly faults: unknown[];
  /** Stops and starts on the same folder, as another process would. */
  restart(): Promise<GatewayFixture>;
  stop(): Promise<void>;
}

/** An AWS of its own for a test. */
export async function startGateway(
  clock?: Clock,
  dataDir?: string,
  realism: Partial<Realism> = {},
): Promise<GatewayFixture> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'filepipe-test-')));
  const faults: unknown[] = [];
  const onFault = (fault: unknown) => faults.push(fault);
  const aws = await startEmbeddedAws({
    dataDir: folder,
    port: 0,
    onFault,
    realism,
    ...(clock ? { clock } : {}),
  });
  const client = new APIGatewayClient({
    region: 'us-east-1',
    endpoint: aws.endpoint,
    credentials: aws.credentials,
    maxAttempts: 1,
    ...(clock ? { systemClockOffset: clock.now() - Date.now() } : {}),
  });
  return {
    aws,
    client,
    faults,
    async restart() {
      await aws.close();
      return startGateway(clock, folder, realism);
    },
    async stop() {
      client.destroy();
      await aws.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The ids of a method that was made. */
export interface MadeMethod {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

type MethodOptions = Partial<PutMethodCommandInput> & { readonly api?: Partial<CreateRestApiCommandInput> };

/** A new API with one method on `/<pathPart>`, without an integration. */
export async function makeMethod(
  client: APIGatewayClient,
  pathPart: string,
  { api = {}, ...method }: MethodOptions = {},
): Promise<MadeMethod> {
  const { id = '', rootResourceId } = await client.send(new CreateRestApiCommand({ name: 'files', ...api }));
  const resource = await client.send(
    new CreateResourceCommand({ restApiId: id, parentId: rootResourceId, pathPart }),
  );
  const made = { restApiId: id, resourceId: resource.id ?? '', httpMethod: method.httpMethod ?? 'POST' };
  await client.send(new PutMethodCommand({ authorizationType: 'NONE', ...method, ...made }));
  return made;
}

/** Makes the method answer 200 by itself. */
export async function mock(client: APIGatewayClient, method: MadeMethod, template = ''): Promise<void> {
  await client.send(
    new PutIntegrationCommand({
      ...method,
      type: 'MOCK',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
    }),
  );
  const response = { ...method, statusCode: '200' };
  await client.send(new PutMethodResponseCommand(response));
  await client.send(
    new PutIntegrationResponseCommand({ ...response, responseTemplates: { 'application/json': template } }),
  );
}

/** Deploys to the stage `prod` and returns its address. */
export async function deploy(
  { client, aws }: Pick<GatewayFixture, 'client' | 'aws'>,
  restApiId: string,
): Promise<string> {
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  return `${aws.endpoint}/_aws/execute-api/${restApiId}/prod`;
}
