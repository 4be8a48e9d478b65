import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newUser } from './filepipe.ts';
import { localUser } from './local-user.ts';

const lines = (text: string) => text.trimEnd().split('\n');
const objects = (text: string) => lines(text).map((line) => JSON.parse(line));

async function userWithPipeline() {
  const user = await localUser();
  await user.filepipe(['local', 'start', '--port', user.port]);
  expect(await user.filepipe(['setup', '--local', '--no-verify'])).toMatchObject({ code: 0 });
  return user;
}

test('setup tells what it made, remembers where, and then has nothing to do', async () => {
  const { filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  const first = await filepipe(['setup', '--local']);
  expect(first.stdout).toMatch(
    /^bucket {4}filepipe-000000000000-us-east-1\nfunction {2}FilesProcessed\ntable/,
  );
  expect(first.stderr).toMatch(/^local · us-east-1 · install filepipe\n/);
  expect(first.stderr).toMatch(/ {2}✔ table +FileMetadata +created +\d/);

  const again = await filepipe(['setup', '--json']);
  const { changed, apiUrl } = objects(again.stdout).at(-1);
  expect(changed).toEqual([]);
  expect(apiUrl).toMatch(new RegExp(`^http://127.0.0.1:${port}/`));
  expect(await filepipe(['plan', '--check', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('an install whose names this machine has forgotten is found by setup, verified and used again', async () => {
  const { filepipe, home, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  const made = await filepipe(['setup', '--local', '--bucket', 'chosen-bucket', '--table', 'chosen-table']);
  expect(made.code).toBe(0);
  await rm(join(home, 'config'), { recursive: true });
  const again = await filepipe(['setup', '--local']);
  expect([again.code, again.stdout]).toEqual([0, made.stdout]);
  expect(again.stderr).toContain('nothing was changed');
  await writeFile(join(home, 'a.txt'), 'a');
  expect((await filepipe(['upload', 'a.txt'])).code).toBe(0);
  expect((await filepipe(['list-metadata'])).stdout).toContain('a.txt');
});

test('setup is done even where its target cannot be remembered', async () => {
  const { home, filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  await mkdir(join(home, 'config', 'filepipe', 'context.json'), { recursive: true });
  const { code, stdout, stderr } = await filepipe(['setup', '--local']);
  expect([code, lines(stdout)[0]]).toEqual([0, 'bucket    filepipe-000000000000-us-east-1']);
  expect(stderr).toMatch(/cannot remember the target, so give it with every command: E/);
  expect(await readdir(join(home, 'config', 'filepipe'))).toEqual(['context.json']);
});

test('Ctrl-C in the middle of setup is no failure of its steps, and the next command knows where it was', async () => {
  const { filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  const stopped = await filepipe(['setup', '--local', '--name', 'x'], { interruptAfter: 'created' });
  expect(stopped.stderr).toMatch(/stopped\. What was made stays/);
  expect(stopped.stderr).not.toMatch(/failed|skipped|✖/);
  expect(stopped.code).toBe(130);
  const { code, stdout } = await filepipe(['setup']);
  expect([code, lines(stdout)[1]]).toEqual([0, 'function  FilesProcessed-x']);
});

test('settings stay until others are given', async () => {
  const { home, filepipe } = await userWithPipeline();
  await writeFile(join(home, 'filepipe.config.json'), '{"alarms": {"failedEvents": 9}, "memoryMb": 256}');
  const choice = ['--api-auth', 'key', '--memory-mb', '1024', '--alarm-email', 'ops@example.com'];
  expect((await filepipe(['setup', ...choice])).code).toBe(0);
  await rm(join(home, 'filepipe.config.json'));

  const again = await filepipe(['setup']);
  expect(again.stderr).toMatch(/everything was as it should be: nothing was changed/);
  expect(again.stderr).not.toContain('ops@example.com');
  expect((await filepipe(['plan', '--check'])).code).toBe(0);
  expect((await filepipe(['status', '--check'])).code).toBe(0);

  const planned = await filepipe(['plan', '--json'], { env: { FILEPIPE_MEMORY_MB: '768' } });
  const [change, ...others] = JSON.parse(planned.stdout).changes;
  expect(change).toMatchObject({ step: 'function' });
  expect(change.changes).toContainEqual(expect.objectContaining({ from: 1024, to: 768 }));
  expect(others).toEqual([]);

  const silenced = await filepipe(['setup', '--alarm-email', 'none']);
  expect(silenced.stderr).toMatch(/✔ former alarm mail +ops@example\.com +removed/);
  expect((await filepipe(['status'])).stdout).not.toContain('ops@example.com');
});

test('status names everything by its ARN and tells by its exit code when something differs', async () => {
  const { filepipe } = await userWithPipeline();
  const well = await filepipe(['status', '--check']);
  expect(well.code).toBe(0);
  expect(well.stdout).toMatch(/✔ table +arn:aws:dynamodb:us-east-1:0{12}:table\/FileMetadata +ACTIVE\n/);
  expect(well.stdout).not.toContain('api key');

  expect((await filepipe(['status', '--check', '--memory-mb', '768'])).code).toBe(4);
  expect((await filepipe(['status', '--check', '--name', 'other'])).code).toBe(4);
});

test('the help of setup tells how alarms are configured', async () => {
  const { filepipe } = await newUser();
  const { stdout } = await filepipe(['setup', '--help']);
  expect(stdout).toMatch(/filepipe\.config\.json[\s\S]*"alarms": \{[\s\S]*"apiLatencyMs": 5000/);
});

test('plan and status tell what is missing, without changing anything', async () => {
  const { filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  const plan = await filepipe(['plan', '--local', '--check', '--json']);
  expect(plan.code).toBe(4);
  expect(JSON.parse(plan.stdout).changes).toContainEqual(
    expect.objectContaining({ step: 'bucket', presence: 'absent' }),
  );
  expect(JSON.parse(plan.stdout).costs).toMatchObject({ idle: { usd: 4 }, usage: { files: 100_000 } });
  expect((await filepipe(['plan', '--local'])).stderr).toMatch(
    /would change\nit costs about \$4\.00 a month/,
  );
  const status = await filepipe(['status', '--local']);
  expect(status).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('nothing is set up: filepipe setup'),
  });
  expect(status.stdout).toMatch(/\+ function +FilesProcessed +missing/);
});

test('what is uploaded through either door is listed with its metadata', async () => {
  const { home, filepipe } = await userWithPipeline();
  await mkdir(join(home, 'photos'));
  await writeFile(join(home, 'photos', 'a b+c%20ü.png'), randomBytes(1000));
  await writeFile(join(home, 'photos', 'big.bin'), randomBytes(9_000_000));
  await writeFile(join(home, 'note.txt'), 'hello');
  const folder = await filepipe(['upload', 'photos', '--json']);
  expect(objects(folder.stdout)).toEqual([
    expect.objectContaining({
      event: 'uploaded',
      key: expect.stringMatching(/^photos\//),
      record: expect.anything(),
    }),
    expect.objectContaining({ event: 'uploaded' }),
  ]);
  const note = await filepipe(['upload', 'note.txt', '--via', 'api']);
  expect(note.stderr).toMatch(/✔ note\.txt +5 B .* metadata after /);

  const listed = await filepipe(['list-metadata', '--json']);
  const names = objects(listed.stdout).map(({ filename, size }) => `${filename} ${size}`);
  expect(names.toSorted()).toEqual(['note.txt 5', 'photos/a b+c%20ü.png 1000', 'photos/big.bin 9000000']);
  const csv = await filepipe(['list-metadata', '--csv', '--prefix', 'photos/', '--limit', '1']);
  expect(csv.stdout).toMatch(/^filename,size,uploadTime,bucket,.*\r\nphotos\/.*\r\n$/);
  expect((await filepipe(['logs', '--json'])).stdout).toContain('stored note.txt');
  expect((await filepipe(['logs', '--errors'])).stdout).not.toContain('note.txt');
});

test('the upload API can ask for a key or for nothing, and the upload finds out which', async () => {
  const { home, filepipe } = await userWithPipeline();
  await writeFile(join(home, 'note.txt'), 'hello');
  for (const auth of ['key', 'none']) {
    const setup = await filepipe(['setup', '--api-auth', auth]);
    expect(setup.stderr).toMatch(/✔ api +filepipe +updated/);
    expect(await filepipe(['upload', 'note.txt', '--via', 'api', '--no-wait'])).toMatchObject({ code: 0 });
  }
});

test('a reader that takes only the first lines of a list is no failure', async () => {
  const { home, filepipe } = await userWithPipeline();
  await writeFile(join(home, 'note.txt'), 'hello');
  await filepipe(['upload', 'note.txt']);
  expect(await filepipe(['list-metadata', '--quiet'], { closeStdout: true })).toMatchObject({
    code: 0,
    stderr: '',
  });
});

test('a command before setup names what is missing', async () => {
  const { home, filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  await writeFile(join(home, 'note.txt'), 'hello');
  for (const args of [
    ['upload', 'note.txt'],
    ['upload', 'note.txt', '--via', 'api'],
    ['list-metadata'],
    ['logs'],
  ]) {
    const { code, stderr } = await filepipe([...args, '--local']);
    expect(stderr).toMatch(/\n {2}→ create .*filepipe setup/);
    expect(code).toBe(1);
  }
});

test('the embedded AWS keeps what was uploaded across a restart', async () => {
  const { home, filepipe } = await userWithPipeline();
  await writeFile(join(home, 'data.bin'), randomBytes(100_000));
  await filepipe(['upload', 'data.bin']);
  await filepipe(['local', 'stop']);
  const status = await filepipe(['status', '--check', '--quiet']);
  expect(status.code).toBe(0);
  expect((await filepipe(['list-metadata', '--json'])).stdout).toContain('"filename":"data.bin"');
});

test('the demo proves what it says and leaves nothing behind', async () => {
  const { home, filepipe } = await newUser();
  const { code, stdout, stderr } = await filepipe(['demo'], { env: { TMPDIR: home } });
  expect(stderr).toMatch(/✔ setup[\s\S]*POST \/upload[\s\S]*✔ alarm[\s\S]*✔ teardown/);
  expect(stdout).toMatch(/^\nproved in /);
  expect(code).toBe(0);
  expect(await readdir(home)).toEqual([]);
});

test('Ctrl-C in the middle of the demo leaves nothing behind either', async () => {
  const { home, filepipe } = await newUser();
  const { code, stderr } = await filepipe(['demo'], { env: { TMPDIR: home }, interruptAfter: '✔ setup' });
  expect(stderr).toMatch(/stopped\. Nothing of the demo is left\.\n$/);
  expect(code).toBe(130);
  expect(await readdir(home)).toEqual([]);
});

test('setup and teardown finish although nobody reads what they say', async () => {
  const { filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  const unread = await filepipe(['setup', '--local', '--json', '--quiet'], { closeStdout: true });
  expect(unread).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await filepipe(['plan', '--check', '--quiet'])).toMatchObject({ code: 0 });
  await filepipe(['teardown', '--yes', '--json', '--quiet'], { closeStdout: true });
  const { things } = JSON.parse((await filepipe(['status', '--json'])).stdout);
  expect(things.filter(({ presence }: { presence: string }) => presence !== 'absent')).toEqual([]);
});

test('a setup that is taken back is not what the next command looks at', async () => {
  const { home, filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  const policy = join(home, 'policy.json');
  await writeFile(policy, '{"Version":"2012-10-17","Statement":[{"Effect":"Maybe","Action":"s3:x"}]}');
  await filepipe(['setup', '--local', '--no-verify']);
  const broken = ['setup', '--name', 'broken', '--extra-policy', policy];
  const { code, stderr } = await filepipe([...broken, '--on-failure', 'rollback']);
  expect(code).toBe(1);
  expect(stderr.match(/✖ could not set up function role|\n {2}could not set up/g)).toHaveLength(1);
  expect((await filepipe(['status'])).stderr).toContain('install filepipe\n');
  await filepipe(broken);
  expect((await filepipe(['status'])).stderr).toContain('install broken\n');
});
