import { APIGatewayClient, CreateRestApiCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, DeleteAlarmsCommand, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogStreamsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, allow, policyOf, roleArn, sessionArn, sessionOf } from './access-fixture.ts';
import { type FreshAws, freshAws } from './fresh-aws.ts';

type Session = Awaited<ReturnType<typeof sessionOf>>;

const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/files`;
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:queue`;
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:topic`;
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;
const GROUP = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/g`;
const ALARM = `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm`;

describe('a session of a role', () => {
  let aws: FreshAws;

  beforeEach(async () => {
    aws = await freshAws();
  });
  afterEach(() => aws.close());

  const put = (session: Session) =>
    new DynamoDBClient(session).send(new PutItemCommand({ TableName: 'files', Item: { k: { S: 'a' } } }));

  async function makeTable(): Promise<void> {
    const table = new CreateTableCommand({
      TableName: 'files',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'S' }],
    });
    await new DynamoDBClient(aws.clientOptions()).send(table);
  }

  interface Refused {
    readonly call: (session: Session) => Promise<unknown>;
    readonly action: string;
    /** As it stands in the message; the action's own spelling otherwise. */
    readonly spelt?: string;
    readonly resource: string;
    readonly name: string;
    readonly status: number;
    readonly missing?: string;
  }

  const table: Record<string, Refused> = {
    DynamoDB: {
      call: put,
      action: 'dynamodb:PutItem',
      resource: TABLE,
      name: 'AccessDeniedException',
      status: 400,
    },
    'an index of DynamoDB': {
      call: (session) =>
        new DynamoDBClient(session).send(
          new QueryCommand({ TableName: 'files', IndexName: 'byTime', KeyConditionExpression: 'k = k' }),
        ),
      action: 'dynamodb:Query',
      resource: `${TABLE}/index/byTime`,
      name: 'AccessDeniedException',
      status: 400,
    },
    Lambda: {
      call: (session) => new LambdaClient(session).send(new InvokeCommand({ FunctionName: 'f' })),
      action: 'lambda:InvokeFunction',
      resource: FUNCTION,
      name: 'AccessDeniedException',
      status: 403,
    },
    IAM: {
      call: (session) => new IAMClient(session).send(new GetRoleCommand({ RoleName: 'r' })),
      action: 'iam:GetRole',
      resource: roleArn('r'),
      name: 'AccessDenied',
      status: 403,
    },
    SNS: {
      call: (session) => new SNSClient(session).send(new PublishCommand({ TopicArn: TOPIC, Message: 'x' })),
      action: 'sns:Publish',
      spelt: 'SNS:Publish',
      resource: TOPIC,
      name: 'AuthorizationErrorException',
      status: 403,
    },
    SQS: {
      call: (session) =>
        new SQSClient(session).send(
          new SendMessageBatchCommand({
            QueueUrl: `${aws.aws.endpoint}/${ACCOUNT}/queue`,
            Entries: [{ Id: '1', MessageBody: 'x' }],
          }),
        ),
      action: 'sqs:SendMessage',
      spelt: 'sqs:sendmessage',
      resource: QUEUE,
      name: 'AccessDenied',
      status: 403,
    },
    'CloudWatch Logs': {
      call: (session) =>
        new CloudWatchLogsClient(session).send(new DescribeLogStreamsCommand({ logGroupName: '/g' })),
      action: 'logs:DescribeLogStreams',
      resource: `${GROUP}:log-stream:`,
      name: 'AccessDeniedException',
      status: 400,
    },
    CloudWatch: {
      call: (session) => new CloudWatchClient(session).send(new DescribeAlarmsCommand({ AlarmNames: ['a'] })),
      action: 'cloudwatch:DescribeAlarms',
      resource: `${ALARM}:*`,
      name: 'AccessDenied',
      status: 403,
    },
    'API Gateway': {
      call: (session) => new APIGatewayClient(session).send(new GetRestApisCommand({})),
      action: 'apigateway:GET',
      resource: 'arn:aws:apigateway:us-east-1::/restapis',
      name: 'AccessDeniedException',
      status: 403,
    },
  };

  it.each(Object.entries(table))(
    'is refused by %s, in its words, until it may',
    async (_service, refused) => {
      const { call, action, spelt = action, resource, name, status } = refused;
      const session = await sessionOf(aws, 'r');
      await expect(call(session)).rejects.toMatchObject({
        name,
        message: `User: ${sessionArn('r')} is not authorized to perform: ${spelt} on resource: ${resource} because no identity-based policy allows the ${spelt} action`,
        $metadata: { httpStatusCode: status },
      });
      await allow(aws, 'r', { Effect: 'Allow', Action: action, Resource: resource });
      const outcome = await call(session).catch((error: Error) => error.message);
      expect(JSON.stringify(outcome)).not.toContain('is not authorized');
      await allow(aws, 'r', {
        Effect: 'Allow',
        Action: action,
        Resource: resource.replace(/\w+\W*$/, 'other'),
      });
      await expect(call(session)).rejects.toMatchObject({ name });
    },
  );

  it('may always ask who it is', async () => {
    const sts = new STSClient(await sessionOf(aws, 'r', { Effect: 'Deny', Action: '*', Resource: '*' }));
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(sessionArn('r'));
  });

  it('is stopped by a denial, whatever allows', async () => {
    await makeTable();
    const session = await sessionOf(aws, 'r', { Effect: 'Allow', Action: '*', Resource: '*' });
    await put(session);
    await allow(
      aws,
      'r',
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'dynamodb:Put*', Resource: TABLE },
    );
    await expect(put(session)).rejects.toThrow(
      `User: ${sessionArn('r')} is not authorized to perform: dynamodb:PutItem on resource: ${TABLE} with an explicit deny in an identity-based policy`,
    );
  });

  it.each<[string, object, boolean]>([
    ['that holds', { Bool: { 'aws:SecureTransport': 'true' } }, true],
    ['on the caller', { ArnLike: { 'aws:PrincipalArn': roleArn('*') } }, true],
    ['on the Region', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, false],
    ['on what requests here never have', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, false],
  ])('is allowed under a condition %s only if it holds', async (_which, Condition, allowed) => {
    await makeTable();
    const session = await sessionOf(aws, 'r', {
      Effect: 'Allow',
      Action: 'dynamodb:PutItem',
      Resource: TABLE,
      Condition,
    });
    const outcome = put(session);
    if (allowed) await outcome;
    else await expect(outcome).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('may do what a managed policy allows, within its boundary', async () => {
    await makeTable();
    const iam = new IAMClient(aws.clientOptions());
    const session = await sessionOf(aws, 'r');
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess';
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn }));
    await put(session);
    const reading = { Effect: 'Allow', Action: 'dynamodb:Get*', Resource: '*' } as const;
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'bounds', PolicyDocument: policyOf(reading) }),
    );
    const PermissionsBoundary = Policy?.Arn;
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'r', PermissionsBoundary }));
    await expect(put(session)).rejects.toThrow(
      'because no permissions boundary allows the dynamodb:PutItem action',
    );
  });

  it('needs a right for each table of a batch, and for each part of a transaction', async () => {
    await makeTable();
    const dynamodb = new DynamoDBClient(
      await sessionOf(aws, 'r', {
        Effect: 'Allow',
        Action: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem'],
        Resource: TABLE,
      }),
    );
    const requests = [{ PutRequest: { Item: { k: { S: 'a' } } } }];
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { files: requests } }));
    const twoTables = new BatchWriteItemCommand({ RequestItems: { files: requests, others: requests } });
    await expect(dynamodb.send(twoTables)).rejects.toThrow('table/others because');
    const Put = { TableName: 'files', Item: { k: { S: 'b' } } };
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
    const Delete = { TableName: 'files', Key: { k: { S: 'a' } } };
    await expect(
      dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }, { Delete }] })),
    ).rejects.toThrow('dynamodb:DeleteItem');
  });

  it('passes a role to Lambda only with iam:PassRole for Lambda', async () => {
    const creating = { Effect: 'Allow', Action: 'lambda:CreateFunction', Resource: '*' } as const;
    const passing = (service: string) =>
      ({
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: roleArn('r'),
        Condition: { StringEquals: { 'iam:PassedToService': service } },
      }) as const;
    const lambda = new LambdaClient(await sessionOf(aws, 'r', creating, passing('apigateway.amazonaws.com')));
    const create = () =>
      lambda.send(
        new CreateFunctionCommand({
          FunctionName: 'f',
          Role: roleArn('r'),
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Code: { ZipFile: Buffer.from('no zip') },
        }),
      );
    await expect(create()).rejects.toThrow(
      `User: ${sessionArn('r')} is not authorized to perform: iam:PassRole on resource: ${roleArn('r')} because no identity-based policy allows the iam:PassRole action`,
    );
    await allow(aws, 'r', creating, passing('lambda.amazonaws.com'));
    // Let in, though not with this.
    await expect(create()).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('needs rights of their own to give a new thing tags', async () => {
    const creating = { Effect: 'Allow', Action: 'logs:CreateLogGroup', Resource: `${GROUP}:*` } as const;
    const logs = new CloudWatchLogsClient(await sessionOf(aws, 'r', creating));
    const create = new CreateLogGroupCommand({ logGroupName: '/g', tags: { a: 'b' } });
    await expect(logs.send(create)).rejects.toThrow(`logs:TagResource on resource: ${GROUP} because`);
    const tagging = { Effect: 'Allow', Action: 'logs:TagResource', Resource: GROUP } as const;
    await allow(aws, 'r', creating, tagging);
    await logs.send(create);
    const list = new ListTagsForResourceCommand({ resourceArn: GROUP });
    await expect(logs.send(list)).rejects.toThrow('logs:ListTagsForResource');

    const gateway = new APIGatewayClient(
      await sessionOf(aws, 'api', {
        Effect: 'Allow',
        Action: 'apigateway:POST',
        Resource: 'arn:aws:apigateway:us-east-1::/restapis',
      }),
    );
    await gateway.send(new CreateRestApiCommand({ name: 'plain' }));
    const tagged = new CreateRestApiCommand({ name: 'tagged', tags: { a: 'b' } });
    await expect(gateway.send(tagged)).rejects.toThrow(
      'apigateway:PUT on resource: arn:aws:apigateway:us-east-1::/tags/',
    );
  });

  it('needs a right for each of several things', async () => {
    const deleting = {
      Effect: 'Allow',
      Action: 'cloudwatch:DeleteAlarms',
      Resource: `${ALARM}:mine-*`,
    } as const;
    const cloudwatch = new CloudWatchClient(await sessionOf(aws, 'r', deleting));
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['mine-1', 'mine-2'] }));
    await expect(
      cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['mine-1', 'theirs'] })),
    ).rejects.toThrow(`${ALARM}:theirs`);
  });

  it('takes another role if it may and is trusted, or if the trust names it', async () => {
    const session = await sessionOf(aws, 'r');
    await sessionOf(aws, 'other');
    const assume = (credentials: Session) =>
      new STSClient(credentials).send(
        new AssumeRoleCommand({ RoleArn: roleArn('other'), RoleSessionName: 'chained' }),
      );
    await expect(assume(session)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${sessionArn('r')} is not authorized to perform: sts:AssumeRole on resource: ${roleArn('other')}`,
    });
    await allow(aws, 'r', { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn('other') });
    await assume(session);
  });

  it('is let in by a queue that names its role, and kept out by one that denies it', async () => {
    const root = new SQSClient(aws.clientOptions());
    const { QueueUrl } = await root.send(new CreateQueueCommand({ QueueName: 'queue' }));
    const session = await sessionOf(aws, 'r');
    const send = (client: Session | ReturnType<FreshAws['clientOptions']>) =>
      new SQSClient(client).send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    const admit = (Effect: 'Allow' | 'Deny', AWS: string) => {
      const statement = { Effect, Principal: { AWS }, Action: 'sqs:SendMessage', Resource: QUEUE };
      return root.send(
        new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: policyOf(statement) } }),
      );
    };
    await admit('Allow', `arn:aws:iam::${ACCOUNT}:root`);
    await expect(send(session)).rejects.toMatchObject({ name: 'AccessDenied' });
    await admit('Allow', roleArn('r'));
    await send(session);
    await admit('Deny', '*');
    await expect(send(aws.clientOptions())).rejects.toThrow(
      'with an explicit deny in a resource-based policy',
    );
  });

  it('does not own a topic by being in its account', async () => {
    await new SNSClient(aws.clientOptions()).send(new CreateTopicCommand({ Name: 'topic' }));
    const sns = new SNSClient(await sessionOf(aws, 'r'));
    await expect(sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'x' }))).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
    });
  });
});
