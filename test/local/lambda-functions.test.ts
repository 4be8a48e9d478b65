import { createHash } from 'node:crypto';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListTagsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  paginateListFunctions,
  RemovePermissionCommand,
  type Runtime,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createFunction,
  invoke,
  type LambdaFixture,
  roleArn,
  startLambda,
  trustOf,
} from './lambda-fixture.ts';
import { zip } from './lambda-zip.ts';

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const one = 'export const handler = () => 1;';

let aws: LambdaFixture;
let ZipFile: Buffer;

beforeAll(async () => {
  aws = await startLambda();
  ZipFile = await zip({ 'index.mjs': one });
});

afterAll(async () => {
  await aws.close();
  expect(aws.faults).toEqual([]);
});

describe('a function', () => {
  it('is described as it was created, with what Lambda adds', async () => {
    const created = await aws.lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'described',
        Role: roleArn,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile },
        Tags: { 'filepipe:install': 'test' },
      }),
    );
    const { $metadata: _, ...configuration } = created;
    expect(configuration).toEqual({
      FunctionName: 'described',
      FunctionArn: arnOf('described'),
      Runtime: 'nodejs24.x',
      Role: roleArn,
      Handler: 'index.handler',
      CodeSize: ZipFile.length,
      CodeSha256: createHash('sha256').update(ZipFile).digest('base64'),
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      Version: '$LATEST',
      TracingConfig: { Mode: 'PassThrough' },
      RevisionId: expect.any(String),
      State: 'Active',
      LastUpdateStatus: 'Successful',
      PackageType: 'Zip',
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/described' },
    });
    await waitUntilFunctionActiveV2({ client: aws.lambda, maxWaitTime: 5 }, { FunctionName: 'described' });
    const got = await aws.lambda.send(new GetFunctionCommand({ FunctionName: 'described' }));
    expect(got).toMatchObject({ Configuration: configuration, Tags: { 'filepipe:install': 'test' } });
  });

  it.each([
    'named',
    '000000000000:function:named',
    'function:named',
    'named:$LATEST',
    arnOf('named'),
    `${arnOf('named')}:$LATEST`,
  ])('is found as %s', async (FunctionName) => {
    await createFunction(aws, 'named', one).catch(() => {});
    const found = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(found.FunctionName).toBe('named');
  });

  it('keeps what an update leaves out, and clears what it empties', async () => {
    const DeadLetterConfig = { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' };
    await createFunction(aws, 'updated', one, {
      Description: 'before',
      Environment: { Variables: { AA: '1' } },
      DeadLetterConfig,
    });
    const update = (input: object) =>
      aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'updated', ...input }));
    expect(await update({ Timeout: 9 })).toMatchObject({
      Timeout: 9,
      Description: 'before',
      Environment: { Variables: { AA: '1' } },
      DeadLetterConfig,
    });
    const cleared = await update({
      Description: '',
      Environment: { Variables: {} },
      DeadLetterConfig: { TargetArn: '' },
    });
    expect(cleared).toMatchObject({ Timeout: 9, Description: '' });
    expect(cleared.Environment).toBeUndefined();
    expect(cleared.DeadLetterConfig).toBeUndefined();
  });

  it('runs the new code after an update, and new settings too', async () => {
    await createFunction(aws, 'recoded', 'export const handler = () => [1, process.env.SET];');
    expect((await invoke(aws, 'recoded')).result).toEqual([1, null]);
    const next = await zip({ 'index.mjs': 'export const handler = () => [2, process.env.SET];' });
    const dry = { FunctionName: 'recoded', ZipFile: next, DryRun: true };
    const { CodeSha256 } = await aws.lambda.send(new UpdateFunctionCodeCommand(dry));
    expect((await invoke(aws, 'recoded')).result).toEqual([1, null]);
    const updated = await aws.lambda.send(new UpdateFunctionCodeCommand({ ...dry, DryRun: false }));
    expect(updated.CodeSha256).toBe(CodeSha256);
    const Environment = { Variables: { SET: 'yes' } };
    await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'recoded', Environment }));
    expect((await invoke(aws, 'recoded')).result).toEqual([2, 'yes']);
  });

  it('is changed only by those who have seen its last revision', async () => {
    await createFunction(aws, 'revised', one);
    const { RevisionId } = await aws.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: 'revised' }),
    );
    const update = new UpdateFunctionConfigurationCommand({
      FunctionName: 'revised',
      Timeout: 5,
      RevisionId,
    });
    await aws.lambda.send(update);
    await expect(aws.lambda.send(update)).rejects.toMatchObject({ name: 'PreconditionFailedException' });
  });

  it('is gone once deleted, and can be made again', async () => {
    await createFunction(aws, 'deleted', one);
    await invoke(aws, 'deleted');
    await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: 'deleted' }));
    for (const command of [
      new GetFunctionCommand({ FunctionName: 'deleted' }),
      new InvokeCommand({ FunctionName: 'deleted' }),
      new DeleteFunctionCommand({ FunctionName: 'deleted' }),
    ]) {
      await expect(aws.lambda.send(command as GetFunctionCommand)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Function not found: ${arnOf('deleted')}`,
        $metadata: { httpStatusCode: 404 },
      });
    }
    const again = { FunctionName: 'deleted', Role: roleArn, Handler: 'index.handler', Code: { ZipFile } };
    await aws.lambda.send(new CreateFunctionCommand({ ...again, Runtime: 'nodejs24.x' }));
    expect((await invoke(aws, 'deleted')).result).toBe(1);
  });

  it('is listed with the others, a page at a time', async () => {
    for (const name of ['list-a', 'list-b', 'list-c']) await createFunction(aws, name, one);
    const names: (string | undefined)[] = [];
    let pages = 0;
    for await (const { Functions = [] } of paginateListFunctions({ client: aws.lambda, pageSize: 2 }, {})) {
      pages += 1;
      expect(Functions.length).toBeLessThanOrEqual(2);
      names.push(...Functions.map(({ FunctionName }) => FunctionName));
    }
    expect(names.filter((name) => name?.startsWith('list-'))).toEqual(['list-a', 'list-b', 'list-c']);
    expect(pages).toBeGreaterThan(1);
  });

  it('carries tags', async () => {
    await createFunction(aws, 'tagged', one, { Tags: { a: '1', b: '2' } });
    const Resource = arnOf('tagged');
    await aws.lambda.send(new TagResourceCommand({ Resource, Tags: { b: '3', c: '4' } }));
    await aws.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['a'] }));
    const { Tags } = await aws.lambda.send(new ListTagsCommand({ Resource }));
    expect(Tags).toEqual({ b: '3', c: '4' });
    await expect(
      aws.lambda.send(new TagResourceCommand({ Resource, Tags: { 'aws:x': '1' } })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});

describe('creating a function', () => {
  const cases: [string, Partial<CreateFunctionCommandInput>, string, string | RegExp][] = [
    [
      'a role that is no ARN',
      { Role: 'r1' },
      'ValidationException',
      /^1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: /,
    ],
    [
      'a role that is not there',
      { Role: `${roleArn}-not` },
      'InvalidParameterValueException',
      'The role defined for the function cannot be assumed by Lambda.',
    ],
    [
      'a role that trusts somebody else',
      { Role: 'arn:aws:iam::000000000000:role/other' },
      'InvalidParameterValueException',
      'The role defined for the function cannot be assumed by Lambda.',
    ],
    [
      "somebody else's role",
      { Role: 'arn:aws:iam::123456789012:role/function' },
      'AccessDeniedException',
      'Cross-account pass role is not allowed.',
    ],
    [
      'an unknown runtime',
      { Runtime: 'nodejs4.99' as Runtime },
      'InvalidParameterValueException',
      /^Value nodejs4\.99 at 'runtime' failed to satisfy constraint: /,
    ],
    [
      'a runtime that AWS has given up',
      { Runtime: 'nodejs4.3' },
      'InvalidParameterValueException',
      /^The runtime parameter of nodejs4\.3 is no longer supported/,
    ],
    [
      'a runtime that cannot be run here',
      { Runtime: 'python3.13' },
      'InvalidParameterValueException',
      /python3\.13/,
    ],
    [
      'no runtime',
      { Runtime: undefined },
      'InvalidParameterValueException',
      /^Runtime and Handler are mandatory/,
    ],
    [
      'too little memory',
      { MemorySize: 1 },
      'ValidationException',
      "1 validation error detected: Value '1' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
    ],
    ['too much memory', { MemorySize: 10_241 }, 'ValidationException', /10240/],
    ['too long a timeout', { Timeout: 901 }, 'ValidationException', /'timeout'/],
    ['a handler with a space', { Handler: 'index handler' }, 'ValidationException', /'handler'/],
    ['a name with a space', { FunctionName: 'bad name' }, 'ValidationException', /'functionName'/],
    ['a name that is too long', { FunctionName: 'x'.repeat(65) }, 'ValidationException', /'functionName'/],
    [
      'garbage for a zip',
      { Code: { ZipFile: Buffer.from('garbage') } },
      'InvalidParameterValueException',
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    ],
    [
      'an empty zip',
      { Code: { ZipFile: Buffer.alloc(0) } },
      'InvalidParameterValueException',
      'Uploaded file must be a non-empty zip',
    ],
    ['no code', { Code: {} }, 'InvalidParameterValueException', /source for function code/],
    [
      'code in S3',
      { Code: { S3Bucket: 'b-b', S3Key: 'k' } },
      'InvalidParameterValueException',
      /does not support S3Bucket/,
    ],
    [
      'a layer',
      { Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:a:1'] },
      'InvalidParameterValueException',
      /does not support Layers/,
    ],
    [
      'an unknown architecture',
      { Architectures: ['vax' as 'arm64'] },
      'ValidationException',
      /architectures/,
    ],
    [
      'a reserved variable',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      'InvalidParameterValueException',
      /reserved keys .* AWS_REGION$/,
    ],
    [
      'an odd variable',
      { Environment: { Variables: { '1A': 'x' } } },
      'ValidationException',
      "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: " +
        'Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]',
    ],
    [
      'too much environment',
      { Environment: { Variables: { BIG: 'x'.repeat(4096) } } },
      'InvalidParameterValueException',
      /exceeded the 4KB limit/,
    ],
    [
      'a log level without JSON',
      { LoggingConfig: { ApplicationLogLevel: 'WARN' } },
      'InvalidParameterValueException',
      /JSON/,
    ],
  ];

  beforeAll(async () => {
    const AssumeRolePolicyDocument = trustOf('apigateway.amazonaws.com');
    await new IAMClient(aws.client).send(
      new CreateRoleCommand({ RoleName: 'other', AssumeRolePolicyDocument }),
    );
  });

  it.each(cases)('is refused with %s', async (_what, input, name, message) => {
    const command = new CreateFunctionCommand({
      FunctionName: 'refused',
      Role: roleArn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile },
      ...input,
    });
    await expect(aws.lambda.send(command)).rejects.toMatchObject({
      name,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
    await expect(aws.lambda.send(new GetFunctionCommand({ FunctionName: 'refused' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('is refused with the name of another', async () => {
    await createFunction(aws, 'taken', one);
    const again = { FunctionName: 'taken', Role: roleArn, Runtime: 'nodejs24.x', Handler: 'a.b' } as const;
    await expect(
      aws.lambda.send(new CreateFunctionCommand({ ...again, Code: { ZipFile } })),
    ).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: 'Function already exist: taken',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it('never writes outside its folder', async () => {
    const evil = Buffer.from(await zip({ 'aa/bbbb.mjs': one }));
    const name = Buffer.from('aa/bbbb.mjs');
    for (let at = evil.indexOf(name); at >= 0; at = evil.indexOf(name, at + 1)) evil.write('../bbbb.mjs', at);
    const Code = { ZipFile: evil };
    await expect(createFunction(aws, 'evil', one, { Code })).rejects.toThrow('Could not unzip');
  });
});

describe("a function's policy", () => {
  const s3: AddPermissionCommandInput = {
    FunctionName: 'policed',
    StatementId: 's3',
    Action: 'lambda:InvokeFunction',
    Principal: 's3.amazonaws.com',
    SourceArn: 'arn:aws:s3:::bucket',
    SourceAccount: '000000000000',
  };

  beforeAll(async () => {
    await createFunction(aws, 'policed', one);
  });

  it('gains and loses statements', async () => {
    const { Statement } = await aws.lambda.send(new AddPermissionCommand(s3));
    const statement = {
      Sid: 's3',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: arnOf('policed'),
      Condition: {
        StringEquals: { 'AWS:SourceAccount': '000000000000' },
        ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::bucket' },
      },
    };
    expect(JSON.parse(Statement ?? '')).toEqual(statement);
    const { Policy, RevisionId } = await aws.lambda.send(new GetPolicyCommand({ FunctionName: 'policed' }));
    expect(JSON.parse(Policy ?? '')).toEqual({
      Version: '2012-10-17',
      Id: 'default',
      Statement: [statement],
    });

    await expect(aws.lambda.send(new AddPermissionCommand(s3))).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message:
        'The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.',
    });
    const remove = { FunctionName: 'policed', StatementId: 's3' };
    await expect(
      aws.lambda.send(new RemovePermissionCommand({ ...remove, RevisionId: 'other' })),
    ).rejects.toMatchObject({ name: 'PreconditionFailedException' });
    await aws.lambda.send(new RemovePermissionCommand({ ...remove, ...(RevisionId && { RevisionId }) }));
    await expect(aws.lambda.send(new RemovePermissionCommand(remove))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Statement s3 is not found in resource policy.',
    });
    await expect(aws.lambda.send(new GetPolicyCommand({ FunctionName: 'policed' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
  });

  it.each([
    [{ FunctionName: 'nobody' }, 'ResourceNotFoundException'],
    [{ Principal: 'nobody' }, 'InvalidParameterValueException'],
    [{ Action: 's3:GetObject' }, 'ValidationException'],
    [{ StatementId: 'a b' }, 'ValidationException'],
    [{ SourceAccount: '12' }, 'ValidationException'],
  ])('refuses a statement with %j', async (input, name) => {
    await expect(aws.lambda.send(new AddPermissionCommand({ ...s3, ...input }))).rejects.toMatchObject({
      name,
    });
  });
});

describe('the settings of asynchronous events', () => {
  const FunctionName = 'eventful';
  const OnFailure = { Destination: 'arn:aws:sqs:us-east-1:000000000000:failures' };

  beforeAll(async () => {
    await createFunction(aws, FunctionName, one);
  });

  it('are replaced by a put, merged by an update, and gone after a delete', async () => {
    const put = await aws.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName,
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure },
      }),
    );
    expect(put).toMatchObject({
      FunctionArn: `${arnOf(FunctionName)}:$LATEST`,
      LastModified: expect.any(Date),
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnSuccess: {}, OnFailure },
    });
    const updated = await aws.lambda.send(
      new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 }),
    );
    expect(updated).toMatchObject({
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnFailure },
    });
    const replaced = await aws.lambda.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }),
    );
    expect(replaced.MaximumEventAgeInSeconds).toBeUndefined();
    expect(replaced.DestinationConfig).toEqual({ OnSuccess: {}, OnFailure: {} });
    const { FunctionEventInvokeConfigs } = await aws.lambda.send(
      new ListFunctionEventInvokeConfigsCommand({ FunctionName }),
    );
    expect(FunctionEventInvokeConfigs).toHaveLength(1);
    await aws.lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
    await expect(
      aws.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The function ${arnOf(FunctionName)}:$LATEST doesn't have an EventInvokeConfig`,
    });
  });

  it.each([
    [
      {},
      'InvalidParameterValueException',
      'You must specify at least one of error handling or destination setting.',
    ],
    [
      { MaximumRetryAttempts: 9 },
      'ValidationException',
      "1 validation error detected: Value '9' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
    ],
    [
      { MaximumEventAgeInSeconds: 59 },
      'ValidationException',
      expect.stringContaining('maximumEventAgeInSeconds'),
    ],
    [
      { DestinationConfig: { OnFailure: { Destination: arnOf('eventful') } } },
      'InvalidParameterValueException',
      "You can't specify the function as a destination for itself.",
    ],
    [
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::bucket' } } },
      'InvalidParameterValueException',
      expect.stringContaining('arn:aws:s3:::bucket'),
    ],
  ])('are refused as %j', async (input, name, message) => {
    await expect(
      aws.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...input })),
    ).rejects.toMatchObject({ name, message });
  });
});

describe('concurrency', () => {
  it('can be reserved as far as enough is left for others', async () => {
    const FunctionName = 'reserved';
    await createFunction(aws, FunctionName, one);
    const put = (ReservedConcurrentExecutions: number) =>
      aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
    await expect(put(901)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    });
    await put(0);
    await expect(invoke(aws, FunctionName)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });
    await put(900);
    expect((await invoke(aws, FunctionName)).result).toBe(1);
    const { AccountLimit } = await aws.lambda.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 100 });
    await aws.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    const { ReservedConcurrentExecutions } = await aws.lambda.send(
      new GetFunctionConcurrencyCommand({ FunctionName }),
    );
    expect(ReservedConcurrentExecutions).toBeUndefined();
  });
});

describe('invoking a function', () => {
  beforeAll(async () => {
    await createFunction(aws, 'invoked', 'export const handler = (event) => event;');
  });

  it('gives an empty object for an event to who sends none', async () => {
    expect((await invoke(aws, 'invoked', {}, { Payload: Buffer.alloc(0) })).result).toEqual({});
  });

  it('only checks when it is a dry run', async () => {
    expect(await invoke(aws, 'invoked', {}, { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
  });

  it.each([
    [{ Payload: Buffer.from('no json') }, 'InvalidRequestContentException', 400],
    [{ Qualifier: 'prod' }, 'ResourceNotFoundException', 404],
    [{ FunctionName: 'invoked:prod' }, 'ResourceNotFoundException', 404],
    [{ InvocationType: 'Sometimes' as 'Event' }, 'ValidationException', 400],
    [{ Payload: Buffer.from(`"${'x'.repeat(6_291_455)}"`) }, 'RequestTooLargeException', 413],
  ])('is refused %#', async (input, name, httpStatusCode) => {
    await expect(invoke(aws, 'invoked', {}, input)).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode },
    });
  });

  it('names the operation that is not served', async () => {
    await expect(aws.lambda.send(new PublishVersionCommand({ FunctionName: 'invoked' }))).rejects.toThrow(
      'does not serve lambda:PublishVersion',
    );
  });
});

it('remembers everything over a restart, and runs', async () => {
  await createFunction(aws, 'durable', one, { Tags: { a: '1' } });
  await aws.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: 'durable', ReservedConcurrentExecutions: 3 }),
  );
  const before = await aws.lambda.send(new GetFunctionCommand({ FunctionName: 'durable' }));
  await aws.restart();
  const after = await aws.lambda.send(new GetFunctionCommand({ FunctionName: 'durable' }));
  // The link to the code is another one each time.
  const Code = { RepositoryType: 'S3', Location: expect.any(String) };
  expect({ ...after, $metadata: {} }).toEqual({ ...before, Code, $metadata: {} });
  expect((await invoke(aws, 'durable')).result).toBe(1);
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: 'durable' }));
});
