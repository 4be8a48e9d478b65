import {
  CreateRequestValidatorCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  deploy,
  type GatewayFixture,
  type MadeMethod,
  makeMethod,
  startGateway,
} from './apigateway-fixture.ts';

const QUERY = 'method.request.querystring.filename';
const TYPE = 'method.request.header.Content-Type';
const ROLE = 'arn:aws:iam::000000000000:role/api';

/** Every byte there is, several times, and nothing that is UTF-8. */
const bytes = Buffer.from(Array.from({ length: 1024 }, (_, i) => (255 - i) & 0xff));

describe('an API in front of S3', () => {
  let gateway: GatewayFixture;
  let s3: S3Client;

  beforeEach(async () => {
    gateway = await startGateway();
    const settings = {
      region: 'us-east-1',
      endpoint: gateway.aws.endpoint,
      credentials: gateway.aws.credentials,
    };
    s3 = new S3Client({ ...settings, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'files' }));
    const iam = new IAMClient(settings);
    await makeRole(iam, 'api', 'apigateway.amazonaws.com');
    await makeRole(iam, 'other', 'lambda.amazonaws.com');
    iam.destroy();
  });

  afterEach(async () => {
    expect(gateway.faults).toEqual([]);
    s3.destroy();
    await gateway.stop();
  });

  async function makeRole(iam: IAMClient, name: string, service: string): Promise<void> {
    const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
    const put = {
      Effect: 'Allow',
      Action: 's3:PutObject',
      Resource: ['arn:aws:s3:::files/*', 'arn:aws:s3:::not-there/*'],
    };
    const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document(trust) }));
    await iam.send(
      new PutRolePolicyCommand({ RoleName: name, PolicyName: 'put', PolicyDocument: document(put) }),
    );
  }

  interface DoorOptions {
    readonly bucket?: string;
    readonly role?: string;
    readonly binaryMediaTypes?: string[];
    readonly responses?: Readonly<Record<string, string | undefined>>;
    readonly requestParameters?: Readonly<Record<string, string>>;
  }

  async function uploadDoor(options: DoorOptions = {}): Promise<MadeMethod & { readonly url: string }> {
    const method = await makeMethod(gateway.client, 'upload', {
      requestParameters: { [QUERY]: true, [TYPE]: false },
      api: { binaryMediaTypes: options.binaryMediaTypes ?? ['*/*'] },
    });
    await gateway.client.send(
      new PutIntegrationCommand({
        ...method,
        type: 'AWS',
        integrationHttpMethod: 'PUT',
        uri: `arn:aws:apigateway:us-east-1:s3:path/${options.bucket ?? 'files'}/{key}`,
        credentials: options.role ?? ROLE,
        requestParameters: options.requestParameters ?? {
          'integration.request.path.key': QUERY,
          'integration.request.header.Content-Type': TYPE,
        },
      }),
    );
    for (const [statusCode, selectionPattern] of Object.entries(
      options.responses ?? { 200: undefined, 400: '4\\d{2}', 500: '5\\d{2}' },
    )) {
      await addResponse(method, statusCode, selectionPattern);
    }
    return { ...method, url: `${await deploy(gateway, method.restApiId)}/upload` };
  }

  async function addResponse(method: MadeMethod, statusCode: string, selectionPattern: string | undefined) {
    const names = ['ETag', 'Content-Type'];
    const parameters = <T>(value: (name: string) => T) =>
      Object.fromEntries(names.map((name) => [`method.response.header.${name}`, value(name)]));
    const response = { ...method, statusCode };
    await gateway.client.send(
      new PutMethodResponseCommand({ ...response, responseParameters: parameters(() => false) }),
    );
    await gateway.client.send(
      new PutIntegrationResponseCommand({
        ...response,
        selectionPattern,
        responseParameters: parameters((name) => `integration.response.header.${name}`),
      }),
    );
  }

  async function post(url: string, filename: string, init: RequestInit = {}): Promise<Response> {
    const query = `filename=${encodeURIComponent(filename)}`;
    return fetch(`${url}?${query}`, {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'application/x-thing' },
      ...init,
    });
  }

  async function stored(key: string) {
    const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: 'files', Key: key }));
    return { bytes: Buffer.from((await Body?.transformToByteArray()) ?? []), type: ContentType };
  }

  it.each([
    'plain.bin',
    'a b+c%20ü.pdf',
    '日本語/с пробелом.txt',
    'emoji 🎉.png',
    `x'"&<>.csv`,
    'a//b/../c?#;=.txt',
    "!*'()~$@,:[]{}|^`\\",
  ])('stores the bytes under the name %s', async (filename) => {
    const { url } = await uploadDoor();
    const response = await post(url, filename);
    expect(await response.text()).toBe('');
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);
    expect(response.headers.get('x-amzn-requestid')).toBeTruthy();
    expect(response.headers.get('x-amz-apigw-id')).toBeTruthy();
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'files' }));
    expect(Contents.map(({ Key }) => Key)).toEqual([filename]);
    expect(await stored(filename)).toEqual({ bytes, type: 'application/x-thing' });
  });

  it('labels a body without a type as JSON', async () => {
    const { url } = await uploadDoor();
    await post(url, 'untyped', { headers: {} });
    expect((await stored('untyped')).type).toBe('application/json');
  });

  it('corrupts what is not UTF-8 when no binary media type fits', async () => {
    const { url } = await uploadDoor({ binaryMediaTypes: ['image/*'] });
    await post(url, 'broken');
    expect((await stored('broken')).bytes.toString('utf8')).toBe(bytes.toString('utf8'));
    await post(url, 'whole', { headers: { 'content-type': 'image/png' } });
    expect((await stored('whole')).bytes).toEqual(bytes);
  });

  it('hands S3’s refusals on by their status', async () => {
    const { url } = await uploadDoor({ bucket: 'not-there' });
    const response = await post(url, 'x');
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/xml');
    expect(await response.text()).toContain('<Code>NoSuchBucket</Code>');
  });

  it('puts nothing where its role may not', async () => {
    const { url } = await uploadDoor({ bucket: 'elsewhere' });
    const response = await post(url, 'x');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(
      'is not authorized to perform: s3:PutObject on resource: &#34;arn:aws:s3:::elsewhere/x&#34;',
    );
  });

  it('tells a refusal as success when no response claims its status', async () => {
    const { url } = await uploadDoor({ bucket: 'not-there', responses: { 200: undefined } });
    expect((await post(url, 'x')).status).toBe(200);
  });

  it('fails when no response claims the status and there is no default', async () => {
    const { url } = await uploadDoor({ responses: { 400: '4\\d{2}' } });
    const response = await post(url, 'x');
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal server error' }]);
  });

  it.each(['arn:aws:iam::000000000000:role/nobody', 'arn:aws:iam::000000000000:role/other'])(
    'fails with %s, which it cannot assume',
    async (role) => {
      const { url } = await uploadDoor({ role });
      const response = await post(url, 'x');
      expect([response.status, await response.json()]).toEqual([500, { message: 'Internal server error' }]);
    },
  );

  it('fails when the address keeps a variable', async () => {
    const { url } = await uploadDoor({ requestParameters: {} });
    expect((await post(url, 'x')).status).toBe(500);
  });

  it('puts literals and context into headers', async () => {
    const { url } = await uploadDoor({
      requestParameters: {
        'integration.request.path.key': QUERY,
        'integration.request.header.Content-Type': "'text/fixed'",
        'integration.request.header.x-amz-meta-stage': 'context.stage',
      },
    });
    await post(url, 'x');
    const object = await s3.send(new GetObjectCommand({ Bucket: 'files', Key: 'x' }));
    expect(object).toMatchObject({ ContentType: 'text/fixed', Metadata: { stage: 'prod' } });
  });

  it('carries any text in headers without breaking them', async () => {
    const { url } = await uploadDoor({
      requestParameters: {
        'integration.request.path.key': "'x'",
        'integration.request.header.x-amz-meta-name': QUERY,
      },
    });
    expect((await post(url, 'ü 日\r\nx-amz-acl: public-read')).status).toBe(200);
    const { Metadata } = await s3.send(new GetObjectCommand({ Bucket: 'files', Key: 'x' }));
    expect(Metadata?.['name']).toContain('x-amz-acl: public-read');
  });

  it('takes 10 MiB and no byte more', async () => {
    const { url } = await uploadDoor();
    const most = Buffer.alloc(10 * 1024 * 1024, 7);
    expect((await post(url, 'big', { body: most })).status).toBe(200);
    expect((await stored('big')).bytes.equals(most)).toBe(true);
    const response = await post(url, 'bigger', { body: Buffer.concat([most, most.subarray(0, 1)]) });
    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Too Long' }]);
  });

  it('asks for required parameters only with a validator', async () => {
    const { url, ...method } = await uploadDoor();
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(500);
    const { id = '' } = await gateway.client.send(
      new CreateRequestValidatorCommand({
        restApiId: method.restApiId,
        name: 'parameters',
        validateRequestParameters: true,
      }),
    );
    const patchOperations = [{ op: 'replace' as const, path: '/requestValidatorId', value: id }];
    await gateway.client.send(new UpdateMethodCommand({ ...method, patchOperations }));
    await deploy(gateway, method.restApiId);
    const response = await fetch(url, { method: 'POST', body: 'x' });
    expect([response.status, await response.json()]).toEqual([
      400,
      { message: 'Missing required request parameters: [filename]' },
    ]);
    expect(response.headers.get('x-amzn-errortype')).toBe('BadRequestException');
  });
});
