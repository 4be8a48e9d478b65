import {
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTable } from '../handler/create-table.ts';
import { deploy, type GatewayFixture, makeMethod, startGateway } from './apigateway-fixture.ts';

const TABLE = 'Files';
const GET_ITEM = `{"TableName": "${TABLE}", "Key": {"filename": {"S": "$input.params('name')"}}}`;

interface Choices {
  readonly binaryMediaTypes?: string[];
  readonly request?: Partial<PutIntegrationCommandInput>;
  readonly contentHandling?: 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY';
  readonly template?: string;
}

describe('an integration with DynamoDB', () => {
  let gateway: GatewayFixture;

  beforeAll(async () => {
    gateway = await startGateway();
    const { endpoint, credentials } = gateway.aws;
    const place = { region: 'us-east-1', endpoint, credentials };
    const iam = new IAMClient(place);
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'query',
        AssumeRolePolicyDocument: statement({
          Principal: { Service: 'apigateway.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
    const PolicyDocument = statement({ Action: 'dynamodb:GetItem', Resource: '*' });
    await iam.send(new PutRolePolicyCommand({ RoleName: 'query', PolicyName: 'query', PolicyDocument }));
    const dynamodb = new DynamoDBClient(place);
    await createTable(dynamodb, TABLE);
    await dynamodb.send(
      new PutItemCommand({ TableName: TABLE, Item: { filename: { S: 'a' }, size: { N: '1' } } }),
    );
  });
  afterAll(async () => {
    expect(gateway.faults).toEqual([]);
    await gateway.stop();
  });

  /** What `GET /files?name=…` answers, with the integration as chosen. */
  async function ask(
    name: string,
    { binaryMediaTypes = [], request, contentHandling, template }: Choices = {},
  ) {
    const { client } = gateway;
    const method = await makeMethod(client, 'files', { httpMethod: 'GET', api: { binaryMediaTypes } });
    await client.send(
      new PutIntegrationCommand({
        ...method,
        type: 'AWS',
        integrationHttpMethod: 'POST',
        uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/GetItem',
        credentials: 'arn:aws:iam::000000000000:role/query',
        requestTemplates: { 'application/json': GET_ITEM },
        ...request,
      }),
    );
    const response = { ...method, statusCode: '200' };
    const responseTemplates = template === undefined ? undefined : { 'application/json': template };
    await client.send(new PutMethodResponseCommand(response));
    await client.send(new PutIntegrationResponseCommand({ ...response, contentHandling, responseTemplates }));
    const answer = await fetch(`${await deploy(gateway, method.restApiId)}/files?name=${name}`);
    return {
      status: answer.status,
      body: await answer.text(),
      reason: answer.headers.get('x-embedded-aws-reason'),
    };
  }

  const ITEM = '{"Item":{"filename":{"S":"a"},"size":{"N":"1"}}}';

  it('asks what the template says, and hands on the answer', async () => {
    const { status, body } = await ask('a');
    expect([status, JSON.parse(body)]).toEqual([200, JSON.parse(ITEM)]);
  });

  it('has the rights of its role and no others', async () => {
    const uri = 'arn:aws:apigateway:us-east-1:dynamodb:action/Scan';
    const { body } = await ask('a', { request: { uri } });
    expect(body).toContain('is not authorized to perform: dynamodb:Scan');
  });

  it('answers with what the template of the response makes of it, and the status that it sets', async () => {
    const template = `#set($item = $input.path('$.Item'))#if($item)$item.size.N bytes#else#set($context.responseOverride.status = 404)no $input.params('name')#end`;
    expect(await ask('a', { template })).toMatchObject({ status: 200, body: '1 bytes' });
    expect(await ask('b', { template })).toMatchObject({ status: 404, body: 'no b' });
  });

  describe('where everything is binary', () => {
    const binaryMediaTypes = ['*/*'];
    const asText = { contentHandling: 'CONVERT_TO_TEXT' } as const;

    it('has no template for the request unless that is converted to text', async () => {
      expect(await ask('a', { binaryMediaTypes })).toMatchObject({
        status: 500,
        body: '{"message":"Internal server error"}',
        reason: 'A mapping template cannot be applied to a binary body',
      });
      expect((await ask('a', { binaryMediaTypes, request: asText })).status).toBe(200);
    });

    it('has no template for the response unless that is converted to text, which is base64', async () => {
      const choices = { binaryMediaTypes, request: asText, template: '$util.base64Decode($input.body)' };
      expect((await ask('a', choices)).reason).toBe('A mapping template cannot be applied to a binary body');
      expect(JSON.parse((await ask('a', { ...choices, ...asText })).body)).toEqual(JSON.parse(ITEM));
    });
  });
});

function statement(parts: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...parts }] });
}
