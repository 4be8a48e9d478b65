import { request } from 'node:http';
import {
  CreateApiKeyCommand,
  CreateResourceCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteMethodCommand,
  GetRestApiCommand,
  PutGatewayResponseCommand,
  PutMethodCommand,
  UpdateApiKeyCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../src/local/clock.ts';
import {
  deploy,
  type GatewayFixture,
  type MadeMethod,
  makeMethod,
  mock,
  startGateway,
} from './apigateway-fixture.ts';

describe('a deployed API', () => {
  let clock: ManualClock;
  let gateway: GatewayFixture;

  beforeEach(async () => {
    clock = manualClock();
    gateway = await startGateway(clock);
  });

  afterEach(async () => {
    expect(gateway.faults).toEqual([]);
    await gateway.stop();
  });

  const send: GatewayFixture['client']['send'] = (...args: never[]) =>
    Reflect.apply(gateway.client.send, gateway.client, args);

  async function deployedMock(
    options: Parameters<typeof makeMethod>[2] = {},
    template = 'hello',
  ): Promise<MadeMethod & { readonly url: string }> {
    const method = await makeMethod(gateway.client, 'upload', options);
    await mock(gateway.client, method, template);
    return { ...method, url: `${await deploy(gateway, method.restApiId)}/upload` };
  }

  async function answer(url: string, init: RequestInit = {}) {
    const response = await fetch(url, { method: 'POST', ...init });
    const body = await response.text();
    return { status: response.status, body, type: response.headers.get('x-amzn-errortype') };
  }

  const missingToken = {
    status: 403,
    body: '{"message":"Missing Authentication Token"}',
    type: 'MissingAuthenticationTokenException',
  };
  const forbidden = { status: 403, body: '{"message":"Forbidden"}', type: 'ForbiddenException' };
  const tooMany = { status: 429, body: '{"message":"Too Many Requests"}', type: 'TooManyRequestsException' };

  describe('as to its address', () => {
    it('answers at every one of its addresses', async () => {
      const { url, restApiId } = await deployedMock();
      const { endpoint } = gateway.aws;
      expect((await answer(url)).body).toBe('hello');
      expect((await answer(`${endpoint}/restapis/${restApiId}/prod/_user_request_/upload`)).body).toBe(
        'hello',
      );
      const { port } = new URL(endpoint);
      for (const name of ['execute-api.localhost', 'execute-api.us-east-1.localhost']) {
        const host = `${restApiId}.${name}:${port}`;
        expect(await statusWithHost(endpoint, '/prod/upload?x=1', host)).toBe(200);
      }
    });

    async function statusWithHost(endpoint: string, path: string, host: string): Promise<number | undefined> {
      return new Promise((resolve, reject) => {
        const options = { method: 'POST', headers: { host }, agent: false };
        request(endpoint + path, options, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    }

    it('says that a token is missing where it has no such path or method', async () => {
      const { url } = await deployedMock();
      expect(await answer(`${url}/more`)).toEqual(missingToken);
      expect(await answer(url, { method: 'GET' })).toEqual(missingToken);
    });

    it('is forbidden at a stage that is not there', async () => {
      const { url } = await deployedMock();
      expect(await answer(url.replace('/prod/', '/dev/'))).toEqual(forbidden);
      expect(await answer(`${gateway.aws.endpoint}/_aws/execute-api/nosuchapi0/prod/upload`)).toEqual(
        forbidden,
      );
    });

    it('serves what was deployed, whatever became of the API since', async () => {
      const { url, ...method } = await deployedMock();
      await send(new DeleteMethodCommand(method));
      expect((await answer(url)).body).toBe('hello');
    });

    it('prefers literal segments to variables and those to greedy ones', async () => {
      const root = await makeMethod(gateway.client, '{proxy+}');
      await mock(gateway.client, root, "greedy $input.params('proxy')");
      const { restApiId } = root;
      const { rootResourceId } = await send(new GetRestApiCommand({ restApiId }));
      const child = async (parentId: string | undefined, pathPart: string, template?: string) => {
        const { id = '' } = await send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
        const method = { restApiId, resourceId: id, httpMethod: 'ANY' };
        if (template === undefined) return id;
        await send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
        await mock(gateway.client, method, template);
        return id;
      };
      const files = await child(rootResourceId, 'files');
      await child(files, '{name}', "one $input.params('name')");
      await child(files, 'all', 'all');
      const url = await deploy(gateway, restApiId);
      const body = async (path: string) => (await answer(url + path)).body;
      expect(await body('/files/all')).toBe('all');
      expect(await body('/files/all/')).toBe('all');
      expect(await body('/files/a%2Fb%20c')).toBe('one a/b c');
      expect(await body('/files/x/y')).toBe('greedy files/x/y');
      expect(await body('/files')).toBe('greedy files');
    });
  });

  describe('with AWS_IAM', () => {
    async function signed(url: string, service: string): Promise<Record<string, string>> {
      const { hostname, port, host, pathname } = new URL(url);
      const { aws } = gateway;
      const sha256 = Hash.bind(null, 'sha256');
      const signer = new SignatureV4({ service, region: 'us-east-1', credentials: aws.credentials, sha256 });
      const message = { method: 'POST', protocol: 'http:', hostname, port: Number(port), path: pathname };
      const { headers } = await signer.sign(
        { ...message, query: {}, headers: { host }, body: '' },
        { signingDate: new Date(clock.now()) },
      );
      return headers;
    }

    it('lets in who signs for it, and nobody else', async () => {
      const { url } = await deployedMock({ authorizationType: 'AWS_IAM' }, '$context.identity.userArn');
      expect(await answer(url)).toEqual(missingToken);
      const answered = await answer(url, { headers: await signed(url, 'execute-api') });
      expect(answered).toMatchObject({ status: 200, body: 'arn:aws:iam::000000000000:root' });
      expect(await answer(url, { headers: await signed(url, 's3') })).toEqual({
        status: 403,
        body: `{"message":"Credential should be scoped to correct service: 'execute-api'."}`,
        type: 'InvalidSignatureException',
      });
    });

    it('answers a wrong signature in JSON', async () => {
      const { url } = await deployedMock({ authorizationType: 'AWS_IAM' });
      const headers = await signed(`${url}x`, 'execute-api');
      const response = await fetch(url, { method: 'POST', headers });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ message: expect.stringContaining('signature') });
    });
  });

  describe('with an API key', () => {
    async function withPlan(limits: object = {}) {
      const method = await deployedMock({ apiKeyRequired: true });
      const { id: keyId = '', value = '' } = await send(
        new CreateApiKeyCommand({ name: 'key', enabled: true }),
      );
      const apiStages = [{ apiId: method.restApiId, stage: 'prod' }];
      const { id: usagePlanId } = await send(new CreateUsagePlanCommand({ name: 'p', apiStages, ...limits }));
      const headers = { 'x-api-key': value };
      const join = () => send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }));
      return { ...method, keyId, headers, join };
    }

    it('lets in only enabled keys of a usage plan for the stage', async () => {
      const { url, keyId, headers, join } = await withPlan();
      expect(await answer(url)).toEqual(forbidden);
      expect(await answer(url, { headers })).toEqual(forbidden);
      await join();
      expect((await answer(url, { headers })).status).toBe(200);
      const patchOperations = [{ op: 'replace' as const, path: '/enabled', value: 'false' }];
      await send(new UpdateApiKeyCommand({ apiKey: keyId, patchOperations }));
      expect(await answer(url, { headers })).toEqual(forbidden);
    });

    it('holds a key to its plan’s rate', async () => {
      const { url, headers, join } = await withPlan({ throttle: { rateLimit: 1, burstLimit: 2 } });
      await join();
      const statuses = [];
      for (let i = 0; i < 3; i++) statuses.push((await answer(url, { headers })).status);
      expect(statuses).toEqual([200, 200, 429]);
      clock.advance(1000);
      expect((await answer(url, { headers })).status).toBe(200);
      expect(await answer(url, { headers })).toEqual(tooMany);
    });

    it('holds a key to its plan’s quota, over a restart, until the next period', async () => {
      const { url, headers, join } = await withPlan({ quota: { limit: 1, period: 'DAY' } });
      await join();
      expect((await answer(url, { headers })).status).toBe(200);
      const path = url.slice(gateway.aws.endpoint.length);
      gateway = await gateway.restart();
      const again = gateway.aws.endpoint + path;
      expect(await answer(again, { headers })).toEqual({
        status: 429,
        body: '{"message":"Limit Exceeded"}',
        type: 'LimitExceededException',
      });
      clock.advance(24 * 3600 * 1000);
      expect((await answer(again, { headers })).status).toBe(200);
    });
  });

  it('holds everybody to its stage’s rate', async () => {
    const { url, restApiId } = await deployedMock();
    const patchOperations = [
      { op: 'replace' as const, path: '/*/*/throttling/rateLimit', value: '1' },
      { op: 'replace' as const, path: '/*/*/throttling/burstLimit', value: '1' },
    ];
    await send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }));
    expect((await answer(url)).status).toBe(200);
    expect(await answer(url)).toEqual(tooMany);
  });

  it('answers its own faults as it is told to', async () => {
    const { url, restApiId } = await deployedMock();
    const put = new PutGatewayResponseCommand({
      restApiId,
      responseType: 'MISSING_AUTHENTICATION_TOKEN',
      statusCode: '404',
      responseParameters: { 'gatewayresponse.header.x-hint': "'look elsewhere'" },
      responseTemplates: { 'application/json': '{"m":$context.error.messageString,"s":"$context.stage"}' },
    });
    await send(put);
    expect((await answer(`${url}/x`)).status).toBe(403);
    await deploy(gateway, restApiId);
    const response = await fetch(`${url}/x`);
    expect(response.status).toBe(404);
    expect(response.headers.get('x-hint')).toBe('look elsewhere');
    expect(await response.json()).toEqual({ m: 'Missing Authentication Token', s: 'prod' });
  });

  it('says why it failed, where AWS would say so in a log', async () => {
    const { url } = await deployedMock();
    const response = await fetch(url, {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'text/plain' },
    });
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal server error' }]);
    expect(response.headers.get('x-embedded-aws-reason')).toContain('Unable to parse statusCode');
  });

  it('packs large answers for clients that unpack', async () => {
    const { url } = await deployedMock({ api: { minimumCompressionSize: 100 } }, 'hello '.repeat(100));
    const plain = await fetch(url, { method: 'POST', headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    const packed = await fetch(url, { method: 'POST', headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(await packed.text()).toBe(await plain.text());
  });

  it('tells CloudWatch of every request', async () => {
    const { url } = await deployedMock();
    await answer(url);
    await answer(`${url}/nowhere`);
    const cloudWatch = new CloudWatchClient({
      region: 'us-east-1',
      endpoint: gateway.aws.endpoint,
      credentials: gateway.aws.credentials,
    });
    const sum = async (name: string) => {
      const { Datapoints = [] } = await cloudWatch.send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/ApiGateway',
          MetricName: name,
          Dimensions: [
            { Name: 'ApiName', Value: 'files' },
            { Name: 'Stage', Value: 'prod' },
          ],
          StartTime: new Date(clock.now() - 3600_000),
          EndTime: new Date(clock.now() + 3600_000),
          Period: 7200,
          Statistics: ['Sum', 'SampleCount'],
        }),
      );
      return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
    };
    expect([await sum('Count'), await sum('4XXError'), await sum('5XXError')]).toEqual([2, 1, 0]);
    cloudWatch.destroy();
  });
});
