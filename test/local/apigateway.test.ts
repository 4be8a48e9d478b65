import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  DeleteDeploymentCommand,
  DeleteRestApiCommand,
  DeleteUsagePlanCommand,
  GetDeploymentsCommand,
  GetMethodCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStageCommand,
  GetTagsCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  paginateGetRestApis,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateMethodCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy, type GatewayFixture, makeMethod, mock, startGateway } from './apigateway-fixture.ts';

describe('the control plane of API Gateway', () => {
  let gateway: GatewayFixture;

  beforeEach(async () => {
    gateway = await startGateway();
  });

  afterEach(async () => {
    expect(gateway.faults).toEqual([]);
    await gateway.stop();
  });

  const send: GatewayFixture['client']['send'] = (...args: never[]) =>
    Reflect.apply(gateway.client.send, gateway.client, args);

  describe('an API', () => {
    it('is described as AWS describes it', async () => {
      const made = await send(
        new CreateRestApiCommand({
          name: 'files',
          endpointConfiguration: { types: ['REGIONAL'] },
          binaryMediaTypes: ['*/*'],
          tags: { 'filepipe:install': 'demo' },
        }),
      );
      expect(made).toMatchObject({
        id: expect.stringMatching(/^[a-z0-9]{10}$/),
        name: 'files',
        apiKeySource: 'HEADER',
        binaryMediaTypes: ['*/*'],
        createdDate: expect.any(Date),
        disableExecuteApiEndpoint: false,
        endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'ipv4' },
        rootResourceId: expect.stringMatching(/^[a-z0-9]{10}$/),
        tags: { 'filepipe:install': 'demo' },
        $metadata: { httpStatusCode: 201 },
      });
      const read = await send(new GetRestApiCommand({ restApiId: made.id }));
      expect({ ...read, $metadata: null }).toEqual({ ...made, $metadata: null });
    });

    it('is EDGE unless it is asked to be otherwise', async () => {
      const { endpointConfiguration } = await send(new CreateRestApiCommand({ name: 'files' }));
      expect(endpointConfiguration?.types).toEqual(['EDGE']);
    });

    it('may share its name, and is found through pages', async () => {
      for (let i = 0; i < 5; i++) await send(new CreateRestApiCommand({ name: 'files' }));
      const sizes = [];
      for await (const { items = [] } of paginateGetRestApis({ client: gateway.client, pageSize: 2 }, {})) {
        sizes.push(items.length);
      }
      expect(sizes).toEqual([2, 2, 1]);
    });

    it('is changed by patches', async () => {
      const { id: restApiId } = await send(
        new CreateRestApiCommand({ name: 'files', binaryMediaTypes: ['image/png', 'image/jpeg'] }),
      );
      const patched = await send(
        new UpdateRestApiCommand({
          restApiId,
          patchOperations: [
            { op: 'replace', path: '/binaryMediaTypes/image~1png', value: 'image/gif' },
            { op: 'add', path: '/binaryMediaTypes/*~1*' },
            { op: 'remove', path: '/binaryMediaTypes/image~1jpeg' },
            { op: 'replace', path: '/minimumCompressionSize', value: '10' },
          ],
        }),
      );
      expect(patched).toMatchObject({ binaryMediaTypes: ['image/gif', '*/*'], minimumCompressionSize: 10 });
    });

    it('is gone once it is deleted', async () => {
      const { id: restApiId } = await send(new CreateRestApiCommand({ name: 'files' }));
      await send(new DeleteRestApiCommand({ restApiId }));
      await expect(send(new GetRestApiCommand({ restApiId }))).rejects.toMatchObject({
        name: 'NotFoundException',
        message: `Invalid API identifier specified 000000000000:${restApiId}`,
        $metadata: { httpStatusCode: 404 },
      });
    });

    it.each([
      [{ name: '' }, 'No REST API name specified'],
      [{ name: 'x', description: '' }, 'Description cannot be an empty string'],
      [
        { name: 'x', minimumCompressionSize: -1 },
        'Invalid minimum compression size, must be between 0 and 10485760',
      ],
      [{ name: 'x', policy: 'no' }, 'Invalid policy document'],
      [{ name: 'x', tags: { 'with space': 'x' } }, "Invalid tag key: 'with space'"],
    ])('is refused when asked for as %j', async (input, message) => {
      await expect(send(new CreateRestApiCommand(input))).rejects.toMatchObject({
        name: 'BadRequestException',
        message: expect.stringContaining(message),
      });
    });
  });

  describe('resources', () => {
    it('are listed by path, with their methods when asked', async () => {
      const method = await makeMethod(gateway.client, 'upload');
      await mock(gateway.client, method);
      const { items } = await send(
        new GetResourcesCommand({ restApiId: method.restApiId, embed: ['methods'] }),
      );
      expect(items).toMatchObject([
        { path: '/' },
        {
          path: '/upload',
          pathPart: 'upload',
          resourceMethods: {
            POST: {
              httpMethod: 'POST',
              authorizationType: 'NONE',
              apiKeyRequired: false,
              methodIntegration: { type: 'MOCK', integrationResponses: { 200: { statusCode: '200' } } },
              methodResponses: { 200: { statusCode: '200' } },
            },
          },
        },
      ]);
      const plain = await send(new GetResourcesCommand({ restApiId: method.restApiId }));
      expect(plain.items?.[1]?.resourceMethods).toEqual({ POST: {} });
    });

    it.each([
      ['upload', 'ConflictException', 'Another resource with the same parent already has this name: upload'],
      ['a/b', 'BadRequestException', "Resource's path part only allow a-zA-Z0-9._-:"],
    ])('cannot be called %s', async (pathPart, name, message) => {
      const { restApiId } = await makeMethod(gateway.client, 'upload');
      const { rootResourceId: parentId } = await send(new GetRestApiCommand({ restApiId }));
      const create = new CreateResourceCommand({ restApiId, parentId, pathPart });
      await expect(send(create)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    });

    it('have one variable sibling and nothing below a greedy one', async () => {
      const { restApiId, resourceId: parentId } = await makeMethod(gateway.client, '{proxy+}');
      await expect(send(new CreateResourceCommand({ restApiId, parentId, pathPart: 'x' }))).rejects.toThrow(
        'Cannot create a child of a resource with a greedy path variable: {proxy+}',
      );
      const { rootResourceId } = await send(new GetRestApiCommand({ restApiId }));
      await expect(
        send(new CreateResourceCommand({ restApiId, parentId: rootResourceId, pathPart: '{name}' })),
      ).rejects.toThrow('A sibling ({proxy+}) of this resource already has a variable path part');
    });
  });

  describe('a method', () => {
    it.each([
      [{ httpMethod: 'BREW' }, 'Invalid HttpMethod specified. Valid options are GET,PUT,POST'],
      [{ httpMethod: 'GET', authorizationType: 'CUSTOM' }, 'Invalid authorizer ID specified.'],
      [{ httpMethod: 'GET', requestValidatorId: 'nope' }, 'Invalid Request Validator identifier specified'],
      [
        { httpMethod: 'GET', requestModels: { 'application/json': 'Pet' } },
        'Invalid model identifier specified: Pet',
      ],
      [
        { httpMethod: 'GET', requestParameters: { 'method.request.body.x': true } },
        'Invalid mapping expression',
      ],
      [
        {
          httpMethod: 'GET',
          requestParameters: { 'method.request.path.a': true, 'method.request.header.a': true },
        },
        'Parameter names must be unique across querystring, header and path',
      ],
    ])('is refused when asked for as %j', async (input, message) => {
      const { restApiId, resourceId } = await makeMethod(gateway.client, 'upload');
      const put = new PutMethodCommand({ authorizationType: 'NONE', restApiId, resourceId, ...input });
      await expect(send(put)).rejects.toMatchObject({
        name: 'BadRequestException',
        message: expect.stringContaining(message),
      });
    });

    it('is put once and changed by patches', async () => {
      const method = await makeMethod(gateway.client, 'upload');
      const again = new PutMethodCommand({ ...method, authorizationType: 'NONE' });
      await expect(send(again)).rejects.toMatchObject({ name: 'ConflictException' });
      const patchOperations = [
        { op: 'replace', path: '/authorizationType', value: 'AWS_IAM' },
        { op: 'add', path: '/requestParameters/method.request.querystring.name', value: 'true' },
      ] as const;
      await send(new UpdateMethodCommand({ ...method, patchOperations: [...patchOperations] }));
      expect(await send(new GetMethodCommand(method))).toMatchObject({
        authorizationType: 'AWS_IAM',
        requestParameters: { 'method.request.querystring.name': true },
      });
    });

    it('declares a response once', async () => {
      const method = await makeMethod(gateway.client, 'upload');
      const put = new PutMethodResponseCommand({ ...method, statusCode: '200' });
      await send(put);
      await expect(send(put)).rejects.toMatchObject({ name: 'ConflictException' });
      const wrong = new PutMethodResponseCommand({ ...method, statusCode: 'wrong' });
      await expect(send(wrong)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining("Value 'wrong' at 'statusCode' failed to satisfy constraint"),
      });
    });
  });

  describe('an integration', () => {
    const good = {
      type: 'AWS',
      integrationHttpMethod: 'PUT',
      uri: 'arn:aws:apigateway:us-east-1:s3:path/bucket/{key}',
      credentials: 'arn:aws:iam::000000000000:role/api',
      requestParameters: { 'integration.request.path.key': 'method.request.querystring.filename' },
    } as const;
    const declared = { requestParameters: { 'method.request.querystring.filename': true } };

    it('is described as AWS describes it', async () => {
      const method = await makeMethod(gateway.client, 'upload', declared);
      const { integrationHttpMethod, ...rest } = good;
      expect(await send(new PutIntegrationCommand({ ...method, ...good }))).toMatchObject({
        ...rest,
        httpMethod: integrationHttpMethod,
        passthroughBehavior: 'WHEN_NO_MATCH',
        timeoutInMillis: 29_000,
        cacheNamespace: method.resourceId,
        cacheKeyParameters: [],
        $metadata: { httpStatusCode: 201 },
      });
    });

    it.each<[string, Partial<PutIntegrationCommandInput>, string]>([
      [
        'no method',
        { integrationHttpMethod: undefined },
        'Enumeration value for HttpMethod must be non-empty',
      ],
      ['no role', { credentials: undefined }, 'Role ARN must be specified for AWS integrations'],
      ['no ARN for its role', { credentials: 'api' }, 'Invalid ARN specified in the request'],
      [
        'another account’s role',
        { credentials: 'arn:aws:iam::111111111111:role/api' },
        'Cross-account pass role is not allowed.',
      ],
      ['no address', { uri: undefined }, 'Invalid ARN specified in the request'],
      [
        'an address without path or action',
        { uri: 'arn:aws:apigateway:us-east-1:s3:bucket/{key}' },
        'AWS ARN for integration must contain path or action',
      ],
      [
        'an undeclared parameter',
        { requestParameters: { 'integration.request.path.key': 'method.request.path.key' } },
        'Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.path.key]',
      ],
      [
        'a mapping that is none',
        { requestParameters: { 'integration.request.header.x': 'unquoted' } },
        'Invalid mapping expression specified: unquoted',
      ],
      ['a short timeout', { timeoutInMillis: 10 }, 'Timeout should be between 50 ms and 29000 ms'],
      [
        'a service that is not here',
        { uri: 'arn:aws:apigateway:us-east-1:kinesis:action/PutRecord' },
        'kinesis',
      ],
      ['a macro', { requestTemplates: { 'application/json': '#macro(x)1#end' } }, 'the directive #macro'],
    ])('with %s is refused', async (_what, change, message) => {
      const method = await makeMethod(gateway.client, 'upload', declared);
      await expect(send(new PutIntegrationCommand({ ...method, ...good, ...change }))).rejects.toMatchObject({
        name: 'BadRequestException',
        message: expect.stringContaining(message),
        $metadata: { httpStatusCode: 400 },
      });
    });

    it('answers only with what the method declares', async () => {
      const method = await makeMethod(gateway.client, 'upload', declared);
      await send(new PutIntegrationCommand({ ...method, ...good }));
      const put = new PutIntegrationResponseCommand({
        ...method,
        statusCode: '200',
        responseParameters: { 'method.response.header.ETag': 'integration.response.header.ETag' },
      });
      await expect(send(put)).rejects.toThrow('Invalid Response status code specified');
      await send(new PutMethodResponseCommand({ ...method, statusCode: '200' }));
      await expect(send(put)).rejects.toThrow(
        'Invalid mapping expression parameter specified: method.response.header.ETag',
      );
    });
  });

  describe('a deployment', () => {
    it('needs methods with integrations', async () => {
      const { id: restApiId } = await send(new CreateRestApiCommand({ name: 'empty' }));
      const create = new CreateDeploymentCommand({ restApiId, stageName: 'prod' });
      await expect(send(create)).rejects.toThrow("The REST API doesn't contain any methods");
      const method = await makeMethod(gateway.client, 'upload');
      const bare = new CreateDeploymentCommand({ restApiId: method.restApiId });
      await expect(send(bare)).rejects.toThrow('No integration defined for method');
    });

    it('takes over its stage, which keeps its settings', async () => {
      const method = await makeMethod(gateway.client, 'upload');
      await mock(gateway.client, method);
      const { restApiId } = method;
      await deploy(gateway, restApiId);
      const stage = { restApiId, stageName: 'prod' };
      await send(
        new UpdateStageCommand({
          ...stage,
          patchOperations: [
            { op: 'replace', path: '/*/*/throttling/rateLimit', value: '7' },
            { op: 'replace', path: '/~1upload/POST/metrics/enabled', value: 'true' },
          ],
        }),
      );
      const { id } = await send(new CreateDeploymentCommand({ ...stage, description: 'second' }));
      expect(await send(new GetStageCommand(stage))).toMatchObject({
        deploymentId: id,
        methodSettings: {
          '*/*': { throttlingRateLimit: 7, throttlingBurstLimit: 5000 },
          'upload/POST': { metricsEnabled: true },
        },
      });
      const { items = [] } = await send(new GetDeploymentsCommand({ restApiId }));
      expect(items).toHaveLength(2);
      await expect(send(new DeleteDeploymentCommand({ restApiId, deploymentId: id }))).rejects.toThrow(
        'Active stages pointing to this deployment must be moved or deleted',
      );
      const old = items.find((item) => item.id !== id);
      await send(new DeleteDeploymentCommand({ restApiId, deploymentId: old?.id }));
    });

    it('cannot have execution logs, as the account has no role for them', async () => {
      const method = await makeMethod(gateway.client, 'upload');
      await mock(gateway.client, method);
      await deploy(gateway, method.restApiId);
      const update = new UpdateStageCommand({
        restApiId: method.restApiId,
        stageName: 'prod',
        patchOperations: [{ op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' }],
      });
      await expect(send(update)).rejects.toThrow(
        'CloudWatch Logs role ARN must be set in account settings to enable logging',
      );
    });
  });

  it('deletes a usage plan only without stages', async () => {
    const method = await makeMethod(gateway.client, 'upload');
    await mock(gateway.client, method);
    await deploy(gateway, method.restApiId);
    const apiStages = [{ apiId: method.restApiId, stage: 'prod' }];
    const { id: usagePlanId } = await send(new CreateUsagePlanCommand({ name: 'plan', apiStages }));
    await expect(send(new DeleteUsagePlanCommand({ usagePlanId }))).rejects.toThrow(
      `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it`,
    );
    const value = `${method.restApiId}:prod`;
    const patchOperations = [{ op: 'remove' as const, path: '/apiStages', value }];
    await send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
    await send(new DeleteUsagePlanCommand({ usagePlanId }));
  });

  it('tags by ARN', async () => {
    const { id } = await send(new CreateRestApiCommand({ name: 'files', tags: { a: '1' } }));
    const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${id}`;
    await send(new TagResourceCommand({ resourceArn, tags: { b: '2' } }));
    await send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
    expect((await send(new GetTagsCommand({ resourceArn }))).tags).toEqual({ b: '2' });
  });

  it('refuses a response type that there is not', async () => {
    const { id: restApiId } = await send(new CreateRestApiCommand({ name: 'files' }));
    const put = new PutGatewayResponseCommand({ restApiId, responseType: 'FAKE' as 'THROTTLED' });
    await expect(send(put)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Value 'FAKE' at 'responseType' failed to satisfy constraint"),
    });
  });

  it('remembers everything', async () => {
    const method = await makeMethod(gateway.client, 'upload');
    await mock(gateway.client, method, 'still here');
    await deploy(gateway, method.restApiId);
    const before = await send(new GetRestApisCommand({}));
    gateway = await gateway.restart();
    const after = await send(new GetRestApisCommand({}));
    expect(after.items).toEqual(before.items);
    const url = `${gateway.aws.endpoint}/_aws/execute-api/${method.restApiId}/prod/upload`;
    expect(await (await fetch(url, { method: 'POST' })).text()).toBe('still here');
  });
});
