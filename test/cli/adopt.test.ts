import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { userWithConsolePipeline } from './console-user.ts';
import { localUser } from './local-user.ts';

test('a dry run shows what would be done, and does none of it', async () => {
  const { filepipe, made } = await userWithConsolePipeline();
  const first = await filepipe(['adopt', '--local', '--bucket', made.bucket, '--dry-run']);
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/\+ function +arn:aws:lambda:us-east-1:0{12}:function:Keeper\n/);
  expect(first.stdout).toMatch(/bucket +stays yours: nothing on it changes but the trigger/);
  expect(first.stdout).toMatch(/! the code of function Keeper is replaced by filepipe's\n/);
  expect(first.stdout).toContain(`$ aws iam delete-role --role-name ${made.roleName}\n`);
  const again = await filepipe(['adopt', '--local', '--function', 'Keeper', '--dry-run']);
  expect(again.stdout).toBe(first.stdout);
});

test('after an adoption the commands know its names, and teardown leaves the bucket', async () => {
  const { home, filepipe, made } = await userWithConsolePipeline();
  const asked = await filepipe(['adopt', '--local', '--bucket', made.bucket]);
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('add --yes if you mean it') });

  const done = await filepipe(['adopt', '--local', '--bucket', made.bucket, '--yes']);
  expect(done.code).toBe(0);
  expect(done.stderr).toMatch(/✔ function +Keeper +updated/);
  const [, saved = ''] = /the code of Keeper is saved in (\S+)\n/.exec(done.stderr) ?? [];
  expect((await readFile(saved)).subarray(0, 2).toString()).toBe('PK');
  expect(done.stdout).toMatch(/bucket +my-uploads\nfunction +Keeper\ntable +Catalogue\nupload +POST http/);
  expect(done.stderr).toMatch(/✔ verified through S3 +row after .*\n.*✔ verified through POST/);
  expect(done.stderr).toContain('list-metadata shows 1 row of before as well');
  const config = '{"bucket":"my-uploads","function":"Keeper","table":"Catalogue"}';
  expect(done.stderr).toContain(config);

  expect(await filepipe(['plan', '--check', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  expect((await filepipe(['upload', join(home, 'config', 'filepipe', 'context.json')])).code).toBe(0);
  expect((await filepipe(['list-metadata'])).stdout).toMatch(
    /context\.json\n2026-01-02 03:04 +10 B +older\.txt\n/,
  );
  expect((await filepipe(['status'])).stdout).toMatch(/bucket +arn:aws:s3:::my-uploads +yours, only used/);

  const removed = await filepipe(['teardown', '--delete-data', '--yes']);
  expect(removed.code).toBe(0);
  expect(removed.stderr).not.toMatch(/✔ bucket/);
  const context = JSON.parse(await readFile(join(home, 'config', 'filepipe', 'context.json'), 'utf8'));
  expect(context).toMatchObject(JSON.parse(config));
});

test('--json tells the plan, the steps and the result', async () => {
  const { filepipe, made } = await userWithConsolePipeline();
  const { code, stdout } = await filepipe([
    'adopt',
    '--local',
    '--bucket',
    made.bucket,
    '--yes',
    '--json',
    '--no-verify',
  ]);
  const told = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(0);
  expect(told[0]).toMatchObject({
    event: 'plan',
    claims: expect.arrayContaining([
      expect.objectContaining({ step: 'function', name: 'Keeper', tagged: false }),
    ]),
    borrowedBucket: made.bucket,
    replacedTriggers: [{ id: made.triggerId }],
  });
  expect(told.slice(1, -1).every(({ event }) => event === 'step')).toBe(true);
  expect(told.at(-1)).not.toHaveProperty('verification');
  expect(told.at(-1)).toMatchObject({
    event: 'result',
    oldRows: { listed: 1, unlisted: 0 },
    config: { bucket: made.bucket, table: 'Catalogue' },
  });
});

test('without a bucket or a function there is nothing to start from', async () => {
  const { filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  expect(await filepipe(['adopt', '--local'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('neither a bucket nor a function is named'),
  });
  expect(await filepipe(['adopt', '--local', '--bucket', 'no-such'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('there is no bucket no-such in this account and region\n  →'),
  });
});
