import {
  GetResourcesCommand,
  GetRestApiCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy, type GatewayFixture, startGateway } from './apigateway-fixture.ts';

const integration = {
  type: 'aws',
  httpMethod: 'put',
  uri: 'arn:aws:apigateway:us-east-1:s3:path/files/{key}',
  credentials: 'arn:aws:iam::000000000000:role/api',
  passthroughBehavior: 'when_no_match',
  requestParameters: { 'integration.request.path.key': 'method.request.querystring.filename' },
  responses: {
    default: {
      statusCode: 200,
      responseParameters: { 'method.response.header.ETag': 'integration.response.header.ETag' },
    },
    '4\\d{2}': { statusCode: '400' },
  },
};

const hello = {
  responses: { 200: { description: 'OK' } },
  'x-amazon-apigateway-integration': {
    type: 'mock',
    // With everything binary a template is applied to nothing else.
    contentHandling: 'CONVERT_TO_TEXT',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: {
      default: {
        statusCode: 200,
        contentHandling: 'CONVERT_TO_TEXT',
        responseTemplates: { 'text/plain': 'hello' },
      },
    },
  },
};

const upload = {
  parameters: [{ name: 'filename', in: 'query', required: true, schema: { type: 'string' } }],
  security: [{ sigv4: [] }],
  responses: { 200: { description: 'OK', headers: { ETag: { schema: { type: 'string' } } } }, 400: {} },
  'x-amazon-apigateway-request-validator': 'parameters',
  'x-amazon-apigateway-integration': integration,
};

const openApi = {
  openapi: '3.0.1',
  info: { title: 'imported', version: '1', description: 'from a file' },
  paths: { '/upload': { post: upload }, '/a/{b}': { 'x-amazon-apigateway-any-method': hello } },
  components: {
    securitySchemes: {
      sigv4: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      },
    },
  },
  'x-amazon-apigateway-binary-media-types': ['*/*'],
  'x-amazon-apigateway-request-validators': { parameters: { validateRequestParameters: true } },
  'x-amazon-apigateway-gateway-responses': {
    DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.x': "'y'" } },
  },
};

describe('importing a definition', () => {
  let gateway: GatewayFixture;

  beforeEach(async () => {
    gateway = await startGateway();
  });

  afterEach(async () => {
    expect(gateway.faults).toEqual([]);
    await gateway.stop();
  });

  const bytes = (document: object) => Buffer.from(JSON.stringify(document));
  const importApi = (document: object, options = {}) =>
    gateway.client.send(new ImportRestApiCommand({ body: bytes(document), ...options }));

  async function paths(restApiId: string | undefined): Promise<(string | undefined)[]> {
    const { items = [] } = await gateway.client.send(new GetResourcesCommand({ restApiId }));
    return items.map(({ path }) => path);
  }

  it('makes the same API as making it by hand', async () => {
    const parameters = { endpointConfigurationTypes: 'REGIONAL' };
    const api = await importApi(openApi, { parameters });
    expect(api).toMatchObject({
      name: 'imported',
      description: 'from a file',
      version: '1',
      binaryMediaTypes: ['*/*'],
      endpointConfiguration: { types: ['REGIONAL'] },
    });
    expect(api.warnings).toBeUndefined();
    const get = new GetResourcesCommand({ restApiId: api.id, embed: ['methods'] });
    const { items = [] } = await gateway.client.send(get);
    expect(items.map(({ path }) => path)).toEqual(['/', '/a', '/a/{b}', '/upload']);
    expect(items[3]?.resourceMethods?.['POST']).toMatchObject({
      authorizationType: 'AWS_IAM',
      apiKeyRequired: false,
      requestParameters: { 'method.request.querystring.filename': true },
      requestValidatorId: expect.any(String),
      methodResponses: { 200: { responseParameters: { 'method.response.header.ETag': false } }, 400: {} },
      methodIntegration: {
        type: 'AWS',
        httpMethod: 'PUT',
        passthroughBehavior: 'WHEN_NO_MATCH',
        integrationResponses: { 200: { statusCode: '200' }, 400: { selectionPattern: '4\\d{2}' } },
      },
    });
  });

  it('makes an API that can be deployed and called', async () => {
    const { id = '' } = await importApi(openApi);
    const url = await deploy(gateway, id);
    expect(await (await fetch(`${url}/a/x`)).text()).toBe('hello');
    const refused = await fetch(`${url}/upload?filename=x`, { method: 'POST' });
    expect([refused.status, refused.headers.get('x')]).toEqual([403, 'y']);
  });

  it('reads Swagger 2 too', async () => {
    const { id } = await importApi({
      swagger: '2.0',
      info: { title: 'old' },
      securityDefinitions: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
      paths: { '/': { get: { ...hello, security: [{ api_key: [] }] } } },
    });
    const get = new GetResourcesCommand({ restApiId: id, embed: ['methods'] });
    const { items = [] } = await gateway.client.send(get);
    expect(items[0]?.resourceMethods?.['GET']).toMatchObject({
      authorizationType: 'NONE',
      apiKeyRequired: true,
    });
  });

  it('merges into what is there, or puts itself in its place', async () => {
    const { id: restApiId } = await importApi(openApi);
    const document = { openapi: '3.0.1', info: { title: 'other' }, paths: { '/new': { get: hello } } };
    await gateway.client.send(new PutRestApiCommand({ restApiId, body: bytes(document) }));
    expect(await paths(restApiId)).toEqual(['/', '/a', '/a/{b}', '/new', '/upload']);
    await gateway.client.send(new PutRestApiCommand({ restApiId, mode: 'overwrite', body: bytes(document) }));
    expect(await paths(restApiId)).toEqual(['/', '/new']);
    expect((await gateway.client.send(new GetRestApiCommand({ restApiId }))).name).toBe('other');
  });

  it('warns of what it leaves out, and refuses when it must not', async () => {
    const document = { ...openApi, components: { ...openApi.components, schemas: { Pet: {} } } };
    expect((await importApi(document)).warnings).toEqual(['Model Pet is ignored']);
    await expect(importApi(document, { failOnWarnings: true })).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining('Model Pet is ignored'),
    });
  });

  it.each([
    ['an unknown version', { openapi: '4.0' }, 'Invalid OpenAPI input'],
    [
      'an undeclared parameter',
      { paths: { '/upload': { post: { ...upload, parameters: [] } } } },
      'Invalid mapping expression parameter specified: method.request.querystring.filename',
    ],
    [
      'an undeclared response',
      { paths: { '/upload': { post: { ...upload, responses: {} } } } },
      "Unable to put method 'POST' on resource at path '/upload': Invalid Response status code specified",
    ],
    [
      'an authorizer',
      { security: [{ mine: [] }], paths: { '/': { get: hello } } },
      'the security scheme mine',
    ],
  ])('refuses %s', async (_what, change, message) => {
    await expect(importApi({ ...openApi, ...change })).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(message),
    });
  });

  it('refuses what is not JSON', async () => {
    const body = Buffer.from('openapi: 3.0.1');
    await expect(gateway.client.send(new ImportRestApiCommand({ body }))).rejects.toThrow(
      'only JSON is read here',
    );
  });
});
