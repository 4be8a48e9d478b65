import { once } from 'node:events';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  ImportRestApiCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import { makeMethod, mock } from './apigateway-fixture.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';
import { watchedClock } from './watched-clock.ts';

describe("API Gateway's control plane quotas", () => {
  let clock: ManualClock;
  let aws: FreshAws;
  let client: APIGatewayClient;
  const create = () => client.send(new CreateRestApiCommand({ name: 'files' }));
  const tooMany = (retryAfterSeconds: string) => ({
    name: 'TooManyRequestsException',
    message: 'Too Many Requests',
    retryAfterSeconds,
    $metadata: { httpStatusCode: 429 },
  });

  beforeEach(async () => {
    clock = manualClock();
    aws = await freshAws({ clock, realism: { apiGatewayQuotas: true } });
    client = new APIGatewayClient(aws.clientOptions());
  });
  afterEach(() => aws.close());

  it('let an API be made every three seconds', async () => {
    await create();
    clock.advance(2000);
    await expect(create()).rejects.toMatchObject(tooMany('1'));
    clock.advance(999);
    await expect(create()).rejects.toMatchObject(tooMany('1'));
    clock.advance(1);
    await create();
  });

  it('let an API be deleted every thirty seconds', async () => {
    const first = await create();
    clock.advance(3000);
    const second = await create();
    await client.send(new DeleteRestApiCommand({ restApiId: first.id }));
    const again = () => client.send(new DeleteRestApiCommand({ restApiId: second.id }));
    await expect(again()).rejects.toMatchObject(tooMany('30'));
    clock.advance(30_000);
    await again();
  });

  it('count imports apart from creations', async () => {
    const body = Buffer.from('{"openapi":"3.0.1","info":{"title":"t"},"paths":{}}');
    const importApi = () => client.send(new ImportRestApiCommand({ body }));
    await create();
    await importApi();
    await expect(importApi()).rejects.toMatchObject(tooMany('3'));
  });

  it('let five requests through in two seconds where they say so', async () => {
    const { id: restApiId } = await create();
    const list = () => client.send(new GetResourcesCommand({ restApiId }));
    for (let i = 0; i < 5; i++) await list();
    await expect(list()).rejects.toMatchObject(tooMany('2'));
  });

  it('let an API be deployed every five seconds', async () => {
    const method = await makeMethod(client, 'upload');
    await mock(client, method);
    const deploy = () => client.send(new CreateDeploymentCommand({ restApiId: method.restApiId }));
    await deploy();
    await expect(deploy()).rejects.toMatchObject(tooMany('5'));
  });

  it('let ten requests a second through, after a burst of forty', async () => {
    const list = () => client.send(new GetRestApisCommand({}));
    for (let i = 0; i < 40; i++) await list();
    await expect(list()).rejects.toMatchObject(tooMany('1'));
    clock.advance(1000);
    for (let i = 0; i < 10; i++) await list();
    await expect(list()).rejects.toMatchObject(tooMany('1'));
  });
});

it('one edit of an API at a time, from its arrival until it is answered', async () => {
  const { clock, waits } = watchedClock();
  const aws = await freshAws({ clock, realism: { apiGatewayQuotas: true, latencySeconds: 2 } });
  onTestFinished(() => aws.close());
  const client = new APIGatewayClient(aws.clientOptions());
  const make = async (name: string) => (await inTime(client.send(new CreateRestApiCommand({ name })))).id;
  const [restApiId, otherId] = [await make('one'), await make('other')];
  const edit = (id = restApiId) => {
    const patchOperations = [{ op: 'replace', path: '/description', value: 'new' }] as const;
    return client.send(new UpdateRestApiCommand({ restApiId: id, patchOperations: [...patchOperations] }));
  };

  const first = edit();
  await once(waits, '1000');
  await expect(edit()).rejects.toMatchObject({
    name: 'ConflictException',
    message: 'Unable to complete operation due to concurrent modification. Please try again later.',
    $metadata: { httpStatusCode: 409 },
  });
  const other = edit(otherId);
  await once(waits, '1000');
  clock.advance(1000);
  await once(waits, '1000');
  await expect(edit()).rejects.toThrow('concurrent modification');
  clock.advance(1000);
  await Promise.all([first, other]);
  await inTime(edit());

  /** Lets the clock run while the call goes there and back. */
  async function inTime<T>(call: Promise<T>): Promise<T> {
    for (const _half of ['there', 'back']) {
      await once(waits, '1000');
      clock.advance(2000);
    }
    return await call;
  }
});
