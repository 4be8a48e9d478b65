import { createHash } from 'node:crypto';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { manualClock } from '../../src/local/clock.ts';
import { eventually } from '../eventually.ts';
import { createFunction, invoke, type LambdaFixture, logMessages, startLambda } from './lambda-fixture.ts';
import { zip } from './lambda-zip.ts';

describe('a running function', () => {
  let aws: LambdaFixture;

  beforeAll(async () => {
    aws = await startLambda();
  });

  afterAll(async () => {
    await aws.close();
    expect(aws.faults).toEqual([]);
  });

  it('answers with what its handler returns', async () => {
    await createFunction(aws, 'echo', 'export const handler = async (event) => ({ got: event });');
    const { StatusCode, ExecutedVersion, FunctionError, result } = await invoke(aws, 'echo', { a: [1, 'ü'] });
    expect({ StatusCode, ExecutedVersion, FunctionError, result }).toEqual({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      FunctionError: undefined,
      result: { got: { a: [1, 'ü'] } },
    });
  });

  it('keeps its environment warm between events', async () => {
    await createFunction(aws, 'warm', 'let count = 0; export const handler = () => ++count;');
    const results = [];
    for (let i = 0; i < 3; i++) results.push((await invoke(aws, 'warm')).result);
    expect(results).toEqual([1, 2, 3]);
  });

  it('runs events that come together in environments of their own', async () => {
    const source = `let busy = false;
      export const handler = async () => {
        if (busy) throw new Error('two at once');
        busy = true;
        await new Promise((done) => setTimeout(done, 50));
        busy = false;
        return process.pid;
      };`;
    await createFunction(aws, 'together', source);
    const answers = await Promise.all(Array.from({ length: 6 }, () => invoke(aws, 'together')));
    expect(answers.map(({ FunctionError }) => FunctionError)).toEqual(Array(6).fill(undefined));
    expect(new Set(answers.map(({ result }) => result)).size).toBeGreaterThan(1);
  });

  it('has the environment that Lambda gives it and nothing else', async () => {
    await createFunction(
      aws,
      'environment',
      'export const handler = () => ({ ...process.env, cwd: process.cwd() });',
      {
        MemorySize: 256,
        Environment: { Variables: { TABLE: 'FileMetadata' } },
      },
    );
    const { result } = await invoke(aws, 'environment');
    expect(result).toMatchObject({
      _HANDLER: 'index.handler',
      TABLE: 'FileMetadata',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'environment',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/environment',
      AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      AWS_ENDPOINT_URL: aws.aws.endpoint,
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      AWS_SESSION_TOKEN: expect.any(String),
      LAMBDA_TASK_ROOT: result.cwd,
      TZ: ':UTC',
    });
    const ours = Object.keys(result).filter(
      (name) => !/^(AWS_|LAMBDA_|_HANDLER|_X_AMZN_TRACE_ID)/.test(name),
    );
    expect(ours.sort()).toEqual(['LANG', 'PATH', 'TABLE', 'TZ', 'cwd']);
  });

  it('calls AWS as its role', async () => {
    const source = `export const handler = ({ keys }) => keys.map((key) => process.env[key]);`;
    await createFunction(aws, 'identity', source);
    const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
    const { result } = await invoke(aws, 'identity', { keys });
    const [accessKeyId, secretAccessKey, sessionToken] = result;
    const sts = new STSClient({ ...aws.client, credentials: { accessKeyId, secretAccessKey, sessionToken } });
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws:sts::000000000000:assumed-role/function/identity');
  });

  it('gets the context that Lambda gives', async () => {
    const source = `export const handler = (event, context) => ({
      ...context, remaining: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID });`;
    await createFunction(aws, 'context', source, { Timeout: 900 });
    const ClientContext = Buffer.from('{"custom":{"a":1}}').toString('base64');
    const { $metadata, result } = await invoke(aws, 'context', {}, { ClientContext });
    expect(result).toMatchObject({
      functionName: 'context',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:context',
      memoryLimitInMB: '128',
      awsRequestId: $metadata.requestId,
      logGroupName: '/aws/lambda/context',
      clientContext: { custom: { a: 1 } },
      trace: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/),
    });
    expect(result.remaining).toBeGreaterThan(700_000);
    expect(result.remaining).toBeLessThanOrEqual(900_000);
  });

  it('logs what its code writes, between what Lambda writes', async () => {
    const source = `console.log('loaded');
      export const handler = () => {
        console.log('hello %s', 'you', { a: 1 });
        console.warn('two\\nlines');
        process.stdout.write('plain\\n');
      };`;
    await createFunction(aws, 'logs', source);
    const { $metadata, log } = await invoke(aws, 'logs', {}, { LogType: 'Tail' });
    const id = $metadata.requestId;
    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
    const lines = await logMessages(aws, 'logs');
    const expected = [
      /^INIT_START Runtime Version: nodejs:24\.v0\tRuntime Version ARN: arn:aws:lambda:.*\n$/,
      new RegExp(`^${time}\t-\tINFO\tloaded\n$`),
      new RegExp(`^START RequestId: ${id} Version: \\$LATEST\n$`),
      new RegExp(`^${time}\t${id}\tINFO\thello you \\{ a: 1 \\}\n$`),
      new RegExp(`^${time}\t${id}\tWARN\ttwo\nlines\n$`),
      /^plain\n$/,
      new RegExp(`^END RequestId: ${id}\n$`),
      new RegExp(
        `^REPORT RequestId: ${id}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\tMax Memory Used: \\d+ MB\tInit Duration: \\d+\\.\\d\\d ms\t\n$`,
      ),
    ];
    // Two pipes carry them, so that only their order within each is certain.
    expect(lines).toHaveLength(expected.length);
    for (const pattern of expected) expect(lines).toContainEqual(expect.stringMatching(pattern));
    expect(log).toMatch(/^START /);
    expect(log).toMatch(/REPORT .*\t\n$/);
  });

  it('logs JSON objects when told to', async () => {
    await createFunction(
      aws,
      'json',
      "export const handler = () => { console.debug('no'); console.error(new TypeError('bad')); };",
      {
        LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' },
      },
    );
    const { $metadata } = await invoke(aws, 'json');
    const objects = (await logMessages(aws, 'json')).map((line) => JSON.parse(line));
    expect(objects.map(({ type, level }) => type ?? level)).toEqual([
      'platform.initStart',
      'platform.start',
      'ERROR',
      'platform.report',
    ]);
    expect(objects[2]).toMatchObject({
      requestId: $metadata.requestId,
      message: { errorType: 'TypeError', errorMessage: 'bad', stackTrace: expect.any(Array) },
    });
    expect(objects[3].record).toMatchObject({ status: 'success', metrics: { memorySizeMB: 128 } });
  });

  it.each([
    ['index.js', 'exports.handler = () => 1', 'index.handler'],
    ['index.cjs', 'exports.handler = () => 1', 'index.handler'],
    ['index.mjs', 'export const handler = () => 1', 'index.handler'],
    ['lib/app.mjs', 'export default { deep: { fn: () => 1 } }', 'lib/app.deep.fn'],
    ['index.js', "const { join } = require('node:path'); module.exports.run = async () => 1", 'index.run'],
  ])('finds its handler in %s: %s', async (path, source, Handler) => {
    const ZipFile = await zip({ [path]: source });
    const name = `find-${createHash('sha1')
      .update(path + source)
      .digest('hex')
      .slice(0, 8)}`;
    await createFunction(aws, name, '', { Handler, Code: { ZipFile } });
    expect((await invoke(aws, name)).result).toBe(1);
  });

  it.each([
    ['export const handler = (event, context, callback) => callback(null, 5);', 5],
    ['export const handler = (event, context, callback) => { setTimeout(() => callback(null, 6), 10); };', 6],
    ['export const handler = async (event, context, callback) => 7;', 7],
    ['export const handler = (event, context) => { context.succeed(8); };', 8],
    ['export const handler = () => 9;', null],
  ])('may call back before Node.js 24: %s', async (source, result) => {
    const name = `callback-${createHash('sha1').update(source).digest('hex').slice(0, 8)}`;
    await createFunction(aws, name, source, { Runtime: 'nodejs22.x' });
    expect((await invoke(aws, name)).result).toBe(result);
    expect((await invoke(aws, name)).result).toBe(result);
  });
});

describe('a function that fails', () => {
  let aws: LambdaFixture;

  beforeAll(async () => {
    aws = await startLambda();
  });

  afterAll(async () => {
    await aws.close();
    expect(aws.faults).toEqual([]);
  });

  it('answers with the error that its handler throws, and goes on', async () => {
    const source = `let count = 0;
      export const handler = async () => { if (++count === 1) throw new RangeError('too far'); return count; };`;
    await createFunction(aws, 'throws', source);
    const { $metadata, FunctionError, StatusCode, result, log } = await invoke(
      aws,
      'throws',
      {},
      { LogType: 'Tail' },
    );
    expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(result).toEqual({
      errorType: 'RangeError',
      errorMessage: 'too far',
      trace: expect.arrayContaining(['RangeError: too far']),
    });
    expect(log).toContain(
      `\t${$metadata.requestId}\tERROR\tInvoke Error \t{"errorType":"RangeError","errorMessage":"too far","stack":[`,
    );
    expect((await invoke(aws, 'throws')).result).toBe(2);
  });

  it.each([
    [
      'is not there',
      'index.missing',
      {},
      'Runtime.HandlerNotFound',
      'index.missing is undefined or not exported',
    ],
    ['is no function', 'index.handler', {}, 'Runtime.HandlerNotFound', 'index.handler is not a function'],
    ['has no module', 'other.handler', {}, 'Runtime.ImportModuleError', "Error: Cannot find module 'other'"],
    ['has no dot', 'index', {}, 'Runtime.MalformedHandlerName', 'Bad handler'],
  ])('says so when its handler %s', async (what, Handler, input, errorType, message) => {
    const name = what.replaceAll(' ', '-');
    await createFunction(aws, name, 'export const handler = 5;', { Handler, ...input });
    for (let i = 0; i < 2; i++) {
      const { FunctionError, result } = await invoke(aws, name);
      expect(FunctionError).toBe('Unhandled');
      expect(result.errorType).toBe(errorType);
      expect(result.errorMessage).toContain(message);
    }
  });

  it.each([
    ['syntax', 'export const handler = ;', 'Runtime.UserCodeSyntaxError'],
    ['loading', "throw new TypeError('at load'); export const handler = 1;", 'TypeError'],
    [
      'three',
      'export const handler = async (event, context, dependency) => 1;',
      'Runtime.CallbackHandlerDeprecated',
    ],
  ])('says so when its code cannot be used: %s', async (name, source, errorType) => {
    await createFunction(aws, name, source);
    expect((await invoke(aws, name)).result).toMatchObject({ errorType });
  });

  it('is ended when its time is over', async () => {
    await createFunction(aws, 'endless', 'export const handler = () => { for (;;); };', { Timeout: 1 });
    const { $metadata, result, log } = await invoke(aws, 'endless', {}, { LogType: 'Tail' });
    expect(result).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${$metadata.requestId} Error: Task timed out after 1.00 seconds`,
    });
    expect(log).toMatch(new RegExp(`Z ${$metadata.requestId} Task timed out after 1\\.00 seconds\n`));
    expect(log).toContain('\tStatus: timeout\t');
  });

  it('is ended when what it left running keeps it from its next event', async () => {
    const source = `let first = true;
      export const handler = async () => { if (first) setTimeout(() => { for (;;); }); first = false; };`;
    const clock = manualClock();
    const held = await startLambda({ clock });
    onTestFinished(() => held.close());
    await createFunction(held, 'leftover', source, { Timeout: 1 });
    expect((await invoke(held, 'leftover')).FunctionError).toBeUndefined();
    const next = invoke(held, 'leftover');
    await eventually(async () =>
      expect((await logMessages(held, 'leftover')).filter((line) => line.startsWith('START'))).toHaveLength(
        2,
      ),
    );
    clock.advance(1000);
    expect((await next).result).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  it('is told of when it exits', async () => {
    await createFunction(aws, 'exits', 'export const handler = (event) => process.exit(event.code);');
    const first = await invoke(aws, 'exits', { code: 3 });
    expect(first.result).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${first.$metadata.requestId} Error: Runtime exited with error: exit status 3`,
    });
    const second = await invoke(aws, 'exits', { code: 0 });
    expect(second.result.errorMessage).toContain('Runtime exited without providing a reason');
  });

  it('is ended when it uses more memory than it has', async () => {
    const source = `const kept = [];
      export const handler = async () => { for (;;) { kept.push(Buffer.alloc(8 << 20, 1)); await new Promise(setImmediate); } };`;
    await createFunction(aws, 'greedy', source);
    const { result } = await invoke(aws, 'greedy');
    expect(result).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
    expect(result.errorMessage).toContain('Runtime exited with error: signal: killed');
  });

  it('posts what nobody caught, before Node.js 24', async () => {
    const source = `export const handler = (event, context, callback) => { setTimeout(() => { throw new Error('later'); }, 5); };`;
    await createFunction(aws, 'uncaught', source, { Runtime: 'nodejs20.x' });
    expect((await invoke(aws, 'uncaught')).result).toMatchObject({
      errorType: 'Error',
      errorMessage: 'later',
    });
  });

  it('answers with an error that refers to itself', async () => {
    const source =
      "export const handler = async () => { const e = new Error('loop'); e.self = e; throw e; };";
    await createFunction(aws, 'loop', source);
    expect((await invoke(aws, 'loop')).result).toMatchObject({ errorType: 'Error', errorMessage: 'loop' });
  });

  it('cannot answer with what is no JSON', async () => {
    await createFunction(aws, 'bigint', 'export const handler = async () => 5n;');
    expect((await invoke(aws, 'bigint')).result).toMatchObject({ errorType: 'Runtime.JSONStringifyError' });
  });
});
