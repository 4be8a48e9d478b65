import type { ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { PutBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { atTerminal, hasTerminals } from './at-terminal.ts';
import { newUser } from './filepipe.ts';
import { localUser } from './local-user.ts';

const Bucket = 'filepipe-000000000000-us-east-1';
const FunctionName = 'FilesProcessed';
const objects = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** A user with a pipeline and files to upload, and clients for what no command does. */
async function userWithFiles() {
  const user = await localUser();
  await user.filepipe(['local', 'start', '--port', user.port]);
  expect(await user.filepipe(['setup', '--local', '--no-verify'])).toMatchObject({ code: 0 });
  await mkdir(join(user.home, 'photos'));
  await writeFile(join(user.home, 'photos', "lake 'n hill.txt"), 'some text');
  await writeFile(join(user.home, 'plain.txt'), 'text');
  const variables = JSON.parse((await user.filepipe(['local', 'env', '--json'])).stdout);
  const client = {
    region: variables.AWS_REGION,
    endpoint: variables.AWS_ENDPOINT_URL,
    credentials: {
      accessKeyId: variables.AWS_ACCESS_KEY_ID,
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY,
    },
  };
  const aws = {
    s3: new S3Client({ ...client, forcePathStyle: true }),
    lambda: new LambdaClient(client),
    sqs: new SQSClient(client),
  };
  onTestFinished(() => {
    for (const it of Object.values(aws)) it.destroy();
  });
  return { ...user, aws, endpoint: variables.AWS_ENDPOINT_URL };
}

const lake = "photos/lake 'n hill.txt";

test('show tells all about a file, in words or as it is in the table', async () => {
  const { filepipe } = await userWithFiles();
  await filepipe(['upload', 'photos']);
  const { code, stdout } = await filepipe(['show', lake]);
  const [title, ...lines] = stdout.trimEnd().split('\n');
  expect([code, title]).toEqual([0, lake]);
  expect(lines[0]).toMatch(/^ {2}size +9 B$/);
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}content type +text\/plain$/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}media type +text\/plain$/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}uploaded +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}status +described by extractor /));
  const shown = await filepipe(['show', lake, '--json']);
  const listed = await filepipe(['list-metadata', '--json']);
  expect(shown.stdout).toBe(listed.stdout);
});

test('show says of a file without a record whether it is there', async () => {
  const { filepipe, aws } = await userWithFiles();
  const none = await filepipe(['show', 'no such.txt']);
  expect([none.code, none.stdout]).toEqual([1, '']);
  expect(none.stderr).toContain(
    `✖ there is no record of no such.txt, and bucket ${Bucket} has no such object\n  → see which names there are: filepipe list-metadata\n`,
  );
  await aws.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }));
  await filepipe(['upload', 'photos', '--no-wait']);
  const there = await filepipe(['show', lake]);
  expect(there.stderr).toContain(
    `✖ there is no record of ${lake}, though bucket ${Bucket} has it\n  → see how far it came: filepipe trace 'photos/lake '\\''n hill.txt'\n`,
  );
  expect(there.code).toBe(1);
});

test('show and trace know a name that is spelled otherwise', async () => {
  const { home, filepipe } = await userWithFiles();
  const decomposed = 'u\u0308bung.txt';
  await writeFile(join(home, decomposed), 'text');
  await filepipe(['upload', decomposed, 'plain.txt']);
  const shown = await filepipe(['show', decomposed.normalize('NFC')]);
  expect([shown.code, shown.stdout]).toEqual([1, '']);
  expect(shown.stderr).toMatch(
    /→ there is one with its accents encoded otherwise: filepipe show 'u\u0308bung\.txt'\n$/,
  );
  const traced = await filepipe(['trace', `s3://${Bucket}/plain.txt`]);
  expect(traced.stdout).toMatch(
    / {6}→ there is one without what stands before it: filepipe trace plain\.txt\n$/,
  );
  expect([traced.code, traced.stderr.split('\n').at(-2)]).toEqual([1, 'there is no such file']);
});

test.each(['show', 'trace'])('%s says what is wrong with a name that is none', async (name) => {
  const { filepipe } = await newUser();
  const empty = await filepipe([name, '']);
  expect([empty.code, empty.stderr]).toEqual([
    2,
    '✖ the name of the file is empty\n  → see which names there are: filepipe list-metadata\n',
  ]);
  const dashed = await filepipe([name, '-dash.txt']);
  expect(dashed.code).toBe(2);
  expect(dashed.stderr).toContain(`→ if it is a file, write: filepipe ${name} -- -dash.txt\n`);
});

test.skipIf(!hasTerminals)('trace fits into a narrow terminal', async () => {
  const user = await userWithFiles();
  await user.aws.s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }),
  );
  await user.filepipe(['upload', 'plain.txt', '--no-wait']);
  for (const key of ['plain.txt', 'no such.txt']) {
    const { code, screen } = await atTerminal(user, ['trace', key], {
      columns: 60,
      typed: { after: 'nothing is typed', keys: '' },
    });
    expect(code).toBe(1);
    expect(screen.split('\n').filter((line) => line.length > 60)).toEqual([]);
    if (key === 'plain.txt')
      expect(screen).toMatch(/ {2}✖ event\n {6}trigger filepipe is missing: S3 tells nobody of files\n/);
    else expect(screen).toContain('✖ object      neither the bucket nor the table knows it\n');
  }
});

test('trace times each hop of a file', async () => {
  const { filepipe } = await userWithFiles();
  await filepipe(['upload', 'photos']);
  const { code, stdout, stderr } = await filepipe(['trace', lake]);
  expect(stderr).toMatch(/\ncomplete: the table shows what the bucket holds\n$/);
  const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{3}| {4})`;
  expect(stdout).toMatch(
    new RegExp(
      [
        `^${lake}`,
        ` {2}✔ object {6}${time} {2}9 B`,
        ' {6}ETag [0-9a-f]{32}',
        ' {6}version \\S+',
        ` {2}✔ event {7}${time} {2}delivered after .* s`,
        ' {6}sequencer \\S+',
        ` {2}✔ invocation {2}${time} {2}.* s.*`,
        ' {6}request [0-9a-f-]{36}',
        ` {2}✔ row {9}${time} {2}described by extractor \\S+\n$`,
      ].join('\n'),
    ),
  );
  expect(code).toBe(0);
  const document = JSON.parse((await filepipe(['trace', lake, '--json'])).stdout);
  expect(document).toMatchObject({
    key: lake,
    complete: true,
    object: { kind: 'stored', size: 9 },
    row: { filename: lake, status: 'described' },
  });
  expect(document.hops.map(({ hop, state }: Record<string, string>) => `${hop} ${state}`)).toEqual([
    'object ok',
    'event ok',
    'invocation ok',
    'row ok',
  ]);
});

test('trace says where a file got stuck, and what to do', async () => {
  const { filepipe, aws } = await userWithFiles();
  await aws.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }));
  await filepipe(['upload', 'plain.txt', '--no-wait']);
  const { code, stdout, stderr } = await filepipe(['trace', 'plain.txt']);
  expect(stdout).toMatch(
    / {2}✖ event +trigger filepipe is missing: S3 tells nobody of files\n {6}→ let setup put it right: filepipe setup\n {2}· invocation +not reached\n {2}✖ row +there is none\n$/,
  );
  expect([code, stderr.split('\n').at(-2)]).toEqual([1, 'it ends at the event']);
});

test('redrive lists what waits and why, sends it again, and leaves nothing behind', async () => {
  const { filepipe, aws, endpoint } = await userWithFiles();
  const empty = await filepipe(['redrive']);
  expect([empty.code, empty.stdout, empty.stderr.split('\n').at(-2)]).toEqual([0, '', 'nothing waits']);

  await aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await filepipe(['upload', 'photos', 'plain.txt', '--no-wait']);
  await eventually(async () =>
    expect((await filepipe(['redrive', '--list'])).stderr).toContain('\n2 messages waiting\n'),
  );
  const one = await filepipe(['redrive', '--list', '--key', lake]);
  expect(one.stdout).toMatch(
    /^ {2}photos\/lake 'n hill\.txt\n {6}tried 0 times, given up 2.*\n {6}the function was switched off: /,
  );
  const stuck = await filepipe(['trace', lake]);
  expect(stuck.stdout).toContain(
    `→ mend the function if need be, and send it again: filepipe redrive --key 'photos/lake '\\''n hill.txt'\n`,
  );

  await aws.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  const sent = await filepipe(['redrive', '--key', lake]);
  expect(sent.stdout).toBe(`  ↻ ${lake}  sent again\n`);
  expect([sent.code, sent.stderr.split('\n').at(-2)]).toEqual([0, '1 event sent again: 1 in the table']);
  const QueueUrl = `${endpoint}/000000000000/filepipe-failures`;
  await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  const rest = await filepipe(['redrive', '--json']);
  const events = objects(rest.stdout);
  expect(events).toContainEqual({ event: 'left', messageId: expect.any(String) });
  expect(events).toContainEqual(
    expect.objectContaining({
      event: 'sent',
      keys: ['plain.txt'],
      attempts: 0,
      requestId: expect.any(String),
    }),
  );
  expect(events.at(-1)).toEqual({ event: 'result', sent: 1, left: 1, stored: 1, failedAgain: 0, open: 0 });
  expect([rest.code, rest.stderr]).toEqual([
    3,
    expect.stringContaining('✖ 1 message in the failure queue cannot be sent again\n'),
  ]);
  expect(objects((await filepipe(['list-metadata', '--json'])).stdout)).toHaveLength(2);
});

test('a redrive that is stopped says so, and the next one sends the rest', async () => {
  const { home, filepipe, aws } = await userWithFiles();
  await aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await mkdir(join(home, 'many'));
  for (const name of ['1', '2', '3', '4', '5']) await writeFile(join(home, 'many', name), name);
  await filepipe(['upload', 'many', '--no-wait']);
  await eventually(async () =>
    expect((await filepipe(['redrive', '--list'])).stderr).toContain('\n5 messages waiting\n'),
  );
  await aws.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  const started = (child: ChildProcess) => {
    child.stdout?.once('data', () => child.kill('SIGINT'));
  };
  const stopped = await filepipe(['redrive', '--rate', '1'], { started });
  const sent = stopped.stdout.trimEnd().split('\n');
  expect([stopped.code, stopped.stderr]).toEqual([
    130,
    expect.stringContaining('stopped. What has no line waits in the failure queue still'),
  ]);
  const rest = await filepipe(['redrive']);
  expect([rest.code, rest.stderr.split('\n').at(-2)]).toEqual([
    0,
    `${5 - sent.length} events sent again: ${5 - sent.length} in the table`,
  ]);
  expect(objects((await filepipe(['list-metadata', '--json'])).stdout)).toHaveLength(5);
});

test('redrive says which options exclude each other, and that there is no pipeline', async () => {
  const { filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  const both = await filepipe(['redrive', '--local', '--key', 'a', '--prefix', 'b']);
  expect([both.code, both.stderr]).toEqual([
    2,
    expect.stringContaining('--key and --prefix exclude each other'),
  ]);
  const none = await filepipe(['redrive', '--local']);
  expect([none.code, none.stderr]).toEqual([
    1,
    expect.stringContaining('✖ there is no failure queue filepipe-failures\n  → create the pipeline first'),
  ]);
});

test('logs --follow goes on until Ctrl-C', async () => {
  const { filepipe } = await userWithFiles();
  await filepipe(['upload', 'plain.txt']);
  let uploaded: Promise<unknown> | undefined;
  const started = (child: ChildProcess) => {
    let said = '';
    child.stdout?.on('data', (piece: Buffer) => {
      said += piece;
      if (said.includes('stored plain.txt')) uploaded ??= filepipe(['upload', 'photos']);
      if (said.includes('stored photos/lake')) child.kill('SIGINT');
    });
  };
  const { code, stdout, stderr } = await filepipe(['logs', '-f', '--json'], { started });
  await uploaded;
  const messages = objects(stdout).map(({ message }) => message);
  expect(messages.filter((message) => message.includes('"stored plain.txt"'))).toHaveLength(1);
  expect(messages.filter((message) => message.includes('"stored photos/lake'))).toHaveLength(1);
  expect([code, stderr]).toEqual([130, expect.stringContaining('stopped. No more lines are shown.')]);
});
