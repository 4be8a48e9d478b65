import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { occupy } from '../free-port.ts';
import { localUser } from './local-user.ts';

test('it starts, is found running, stops, and its data stays', async () => {
  const { home, filepipe, port } = await localUser();
  const started = await filepipe(['local', 'start', '--port', port]);
  expect(started).toMatchObject({
    code: 0,
    stdout: `the embedded AWS answers at http://127.0.0.1:${port}\n`,
  });
  const again = JSON.parse((await filepipe(['local', 'start', '--json'])).stdout);
  expect(again).toMatchObject({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1' });
  const status = JSON.parse((await filepipe(['local', 'status', '--json'])).stdout);
  expect(status).toMatchObject({ running: true, pid: again.pid, dataDir: again.dataDir });

  expect(await filepipe(['local', 'stop', '--json'])).toMatchObject({
    code: 0,
    stdout: '{"stopped":true}\n',
  });
  expect(await filepipe(['local', 'stop', '--json'])).toMatchObject({
    code: 0,
    stdout: '{"stopped":false}\n',
  });
  expect((await filepipe(['local', 'status'])).stdout).toMatch(/^not running; its data is in /);
  expect(await readdir(join(home, 'data', 'filepipe', 'local'))).not.toEqual([]);
});

test('its variables let any other client in', async () => {
  const { filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  const { stdout } = await filepipe(['local', 'env']);
  expect(stdout).toContain(`export AWS_ENDPOINT_URL='http://127.0.0.1:${port}'\n`);
  expect(stdout).toMatch(
    /export AWS_ACCESS_KEY_ID='.+'\nexport AWS_SECRET_ACCESS_KEY='.+'\nunset AWS_PROFILE/,
  );
});

test('its mailbox is empty at first', async () => {
  const { filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  expect(await filepipe(['local', 'mail'])).toEqual({ code: 0, stdout: '', stderr: 'no mail\n' });
});

test('emptying it is asked about first', async () => {
  const { home, filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  const refused = await filepipe(['local', 'reset']);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/deletes everything.*\n {2}→ add --yes/),
  });
  expect((await filepipe(['local', 'status'])).stdout).toMatch(/^running since /);
  expect(await filepipe(['local', 'reset', '--yes'])).toMatchObject({ code: 0 });
  expect(await readdir(join(home, 'data', 'filepipe'))).toEqual([]);
});

test.each([['env'], ['mail']])('local %s needs it to run', async (name) => {
  const { filepipe } = await localUser();
  expect(await filepipe(['local', name])).toEqual({
    code: 1,
    stdout: '',
    stderr: '✖ the embedded AWS is not running\n  → start it: filepipe local start\n',
  });
});

test('a port that another program has is named', async () => {
  const { filepipe, port } = await localUser();
  const server = await occupy(Number(port));
  onTestFinished(() => {
    server.close();
  });
  const { code, stderr } = await filepipe(['local', 'start', '--port', port]);
  expect(stderr).toMatch(new RegExp(`port ${port} on 127.0.0.1 is taken.*\n {2}→ choose another port`));
  expect(code).toBe(1);
});

test("a folder with other people's files is not taken over", async () => {
  const { home, filepipe } = await localUser();
  await mkdir(join(home, 'photos'));
  await writeFile(join(home, 'photos', 'a.jpg'), 'x');
  for (const words of [['start'], ['reset', '--yes']]) {
    const { code, stderr } = await filepipe(['local', ...words, '--data-dir', join(home, 'photos')]);
    expect(stderr).toMatch(
      /photos holds files that are not the embedded AWS's\n {2}→ choose an empty folder/,
    );
    expect(code).toBe(1);
  }
  expect(await readdir(join(home, 'photos'))).toEqual(['a.jpg']);
});

test('a file is no folder for it', async () => {
  const { home, filepipe } = await localUser();
  await writeFile(join(home, 'notes'), 'x');
  const { code, stderr } = await filepipe(['local', 'start', '--data-dir', join(home, 'notes')]);
  expect(stderr).toMatch(/notes is not a folder\n {2}→ choose an empty folder/);
  expect(code).toBe(1);
});

test('local start --foreground serves until Ctrl-C', async () => {
  const { filepipe, port } = await localUser();
  const args = ['local', 'start', '--foreground', '--port', port];
  const { code, stdout, stderr } = await filepipe(args, { interruptAfter: 'Ctrl-C' });
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `the embedded AWS answers at http://127.0.0.1:${port}\n`,
  });
  expect(stderr).toContain('stopping');
});

test('it runs with the realism that is asked for, and says so', async () => {
  const { filepipe, port } = await localUser();
  const status = async () => JSON.parse((await filepipe(['local', 'status', '--json'])).stdout);
  await filepipe(['local', 'start', '--port', port, '--realism', 'strict,iamDelaySeconds=2']);
  expect(await status()).toMatchObject({ realism: 'strict,iamDelaySeconds=2' });
  expect((await filepipe(['local', 'status'])).stdout).toContain('realism   strict,iamDelaySeconds=2\n');
  expect(await filepipe(['local', 'start', '--realism', 'calm'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/runs with realism strict,iamDelaySeconds=2, not calm\n.*local stop/),
  });
  await filepipe(['local', 'stop']);
  await filepipe(['local', 'start']);
  expect(await status()).toMatchObject({ realism: 'calm' });
});

test('a command that starts it takes the realism from the settings', async () => {
  const { filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  await filepipe(['local', 'stop']);
  await filepipe(['status', '--local'], { env: { FILEPIPE_REALISM: 'queueNameSeconds=60' } });
  const { stdout } = await filepipe(['local', 'status']);
  expect(stdout).toContain('realism   calm,queueNameSeconds=60\n');
});

test('a realism that there is not is refused, and the right ones are named', async () => {
  const { filepipe, port } = await localUser();
  expect(await filepipe(['local', 'start', '--port', port, '--realism', 'strikt'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no realism "strikt"; there is calm, strict, iamDelaySeconds/),
  });
});
