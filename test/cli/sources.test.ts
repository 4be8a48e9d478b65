import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anyKeys, newUser } from './filepipe.ts';

const env = { ...anyKeys, AWS_REGION: 'eu-central-1' };

/** Each is refused before anything is contacted. */
async function refused(args: readonly string[], filepipe: Awaited<ReturnType<typeof newUser>>['filepipe']) {
  const run = await filepipe(['upload', ...args], { env });
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toMatch(/\n {2}→ .+\n$/);
  return run.stderr;
}

test('a file that is not there', async () => {
  const { filepipe } = await newUser();
  expect(await refused(['missing.pdf'], filepipe)).toContain('missing.pdf');
});

test('an empty folder', async () => {
  const { home, filepipe } = await newUser();
  await mkdir(join(home, 'nothing'));
  expect(await refused(['nothing'], filepipe)).toContain('nothing');
});

test('a folder that may not be read', async () => {
  const { home, filepipe } = await newUser();
  await mkdir(join(home, 'secret'));
  await chmod(join(home, 'secret'), 0);
  expect(await refused(['secret'], filepipe)).toMatch(/secret.*permission|permission.*secret|may not/i);
});

test('a name longer than S3 takes', async () => {
  const { home, filepipe } = await newUser();
  await writeFile(join(home, 'file.txt'), 'x');
  const stderr = await refused(['file.txt', '--prefix', 'ü'.repeat(510)], filepipe);
  expect(stderr).toContain('1029 bytes in UTF-8, and S3 takes 1024');
});

test('all that is wrong is told at once', async () => {
  const { filepipe } = await newUser();
  const stderr = await refused(['one.pdf', 'two.pdf'], filepipe);
  expect(stderr).toMatch(/one\.pdf[\s\S]*two\.pdf/);
});
