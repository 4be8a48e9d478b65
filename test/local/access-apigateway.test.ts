import { APIGatewayClient, ImportRestApiCommand, PutIntegrationCommand } from '@aws-sdk/client-api-gateway';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allow, type PolicyStatement, roleArn, sessionArn, sessionOf } from './access-fixture.ts';
import { deploy, makeMethod, mock } from './apigateway-fixture.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

type Session = Awaited<ReturnType<typeof sessionOf>>;

const PATHS = 'arn:aws:apigateway:us-east-1::/restapis*';
const CREDENTIALS = roleArn('integration');

describe('a role at API Gateway', () => {
  let aws: FreshAws;
  let root: APIGatewayClient;

  beforeEach(async () => {
    aws = await freshAws();
    root = new APIGatewayClient(aws.clientOptions());
  });
  afterEach(() => aws.close());

  async function post(url: string, session: Session) {
    const { hostname, port, host, pathname } = new URL(url);
    const sha256 = Hash.bind(null, 'sha256');
    const { credentials, region } = session;
    const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256 });
    const message = { method: 'POST', protocol: 'http:', hostname, port: Number(port), path: pathname };
    const { headers } = await signer.sign({ ...message, query: {}, headers: { host }, body: '' });
    return await fetch(url, { method: 'POST', headers });
  }

  it('calls a method with AWS_IAM when it may, and is told so when not', async () => {
    const method = await makeMethod(root, 'upload', { authorizationType: 'AWS_IAM' });
    await mock(root, method);
    const url = `${await deploy({ aws: aws.aws, client: root }, method.restApiId)}/upload`;
    const session = await sessionOf(aws, 'caller');
    const refused = await post(url, session);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
    expect(await refused.json()).toEqual({
      Message: `User: ${sessionArn('caller')} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:${method.restApiId}/prod/POST/upload because no identity-based policy allows the execute-api:Invoke action`,
    });
    const Resource = `arn:aws:execute-api:us-east-1:000000000000:${method.restApiId}/*/POST/*`;
    await allow(aws, 'caller', { Effect: 'Allow', Action: 'execute-api:Invoke', Resource });
    expect((await post(url, session)).status).toBe(200);
  });

  const passing: PolicyStatement = {
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: CREDENTIALS,
    Condition: { StringEquals: { 'iam:PassedToService': 'apigateway.amazonaws.com' } },
  };
  const editing: PolicyStatement = { Effect: 'Allow', Action: 'apigateway:*', Resource: PATHS };
  const integration = { credentials: CREDENTIALS, uri: 'arn:aws:apigateway:us-east-1:s3:path/files/x' };

  it('gives an integration a role only if it may pass it', async () => {
    const method = await makeMethod(root, 'upload');
    const client = new APIGatewayClient(await sessionOf(aws, 'editor', editing));
    const put = () =>
      client.send(
        new PutIntegrationCommand({ ...method, ...integration, type: 'AWS', integrationHttpMethod: 'PUT' }),
      );
    await expect(put()).rejects.toThrow(`iam:PassRole on resource: ${CREDENTIALS}`);
    await allow(aws, 'editor', editing, passing);
    await put();
  });

  it('imports an API whose integrations have roles only if it may pass them', async () => {
    const client = new APIGatewayClient(await sessionOf(aws, 'editor', editing));
    const x = { ...integration, type: 'aws', httpMethod: 'PUT' };
    const post = { responses: {}, 'x-amazon-apigateway-integration': x };
    const document = { openapi: '3.0.1', info: { title: 'files' }, paths: { '/upload': { post } } };
    const body = Buffer.from(JSON.stringify(document));
    const imported = () => client.send(new ImportRestApiCommand({ body }));
    await expect(imported()).rejects.toThrow(`iam:PassRole on resource: ${CREDENTIALS}`);
    await allow(aws, 'editor', editing, passing);
    expect((await imported()).name).toBe('files');
  });
});
