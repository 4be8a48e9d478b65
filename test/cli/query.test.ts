import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localUser } from './local-user.ts';

const NAMES = ['a b+c%20ü.txt', `it's "quoted".txt`, '日本語 🎉.txt', '100% $name #1.txt'];

/** Somebody whose install has a file of each name, and the addresses of its API. */
async function userWithFiles(...settings: readonly string[]) {
  const user = await localUser();
  await user.filepipe(['local', 'start', '--port', user.port]);
  const made = await user.filepipe(['setup', '--local', '--no-verify', ...settings]);
  expect(made.code).toBe(0);
  const [, url = ''] = /^query +GET (.*)$/m.exec(made.stdout) ?? [];
  await mkdir(join(user.home, 'files'));
  for (const name of NAMES) await writeFile(join(user.home, 'files', name), name);
  expect(await user.filepipe(['upload', 'files'])).toMatchObject({ code: 0 });
  return { ...user, url };
}

const FORMATS = [[], ['--json'], ['--csv'], ['--prefix', 'files/a', '--json'], ['--limit', '2', '--csv']];

test('the catalogue is the same through signed requests, which alone are let in', async () => {
  const { filepipe, url } = await userWithFiles();
  for (const format of FORMATS) {
    const fromTable = await filepipe(['list-metadata', ...format]);
    expect(fromTable.code).toBe(0);
    expect(await filepipe(['list-metadata', '--via', 'api', ...format])).toEqual(fromTable);
  }
  const unsigned = await fetch(url);
  expect([unsigned.status, await unsigned.json()]).toEqual([
    403,
    { message: 'Missing Authentication Token' },
  ]);
});

test('the catalogue is the same with a key, which nobody gets in without', async () => {
  const { filepipe, url } = await userWithFiles('--api-auth', 'key', '--time-shards', '4');
  const fromTable = await filepipe(['list-metadata', '--json']);
  expect(fromTable.stdout.trimEnd().split('\n')).toHaveLength(NAMES.length);
  expect(await filepipe(['list-metadata', '--via', 'api', '--json'])).toEqual(fromTable);
  for (const headers of [{}, { 'x-api-key': 'guessed-guessed-guessed' }]) {
    const answer = await fetch(url, { headers });
    expect([answer.status, await answer.json()]).toEqual([403, { message: 'Forbidden' }]);
  }
});

test('anybody can ask an open API, with nothing but HTTP', async () => {
  const { filepipe, url } = await userWithFiles('--api-auth', 'none', '--time-shards', '4');
  const listed = (await filepipe(['list-metadata', '--json'])).stdout.trimEnd().split('\n');
  const rows = listed.map((line) => JSON.parse(line));
  const today = rows[0].uploadTime.slice(0, 10);

  const pages = await Promise.all([0, 1, 2, 3].map((shard) => fetch(`${url}?from=${today}&shard=${shard}`)));
  const answers = (await Promise.all(pages.map((page) => page.json()))) as Answer[];
  expect(answers.map(({ shards }) => shards)).toEqual([4, 4, 4, 4]);
  const byName = (a: Row, b: Row) => (a.filename < b.filename ? -1 : 1);
  expect(answers.flatMap(({ files }) => files).toSorted(byName)).toEqual(rows.toSorted(byName));

  for (const row of rows) {
    const path = row.filename.split('/').map(encodeURIComponent).join('/');
    expect(await (await fetch(`${url}/${path}`)).json()).toEqual(row);
  }
  expect((await fetch(`${url}/files/none`)).status).toBe(404);
  expect((await fetch(`${url}?to=tomorrow`)).status).toBe(400);
});

test('an install without the API says so', async () => {
  const { filepipe, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  const { code, stderr } = await filepipe(['list-metadata', '--local', '--via', 'api']);
  expect(code).toBe(1);
  expect(stderr).toContain('there is no API filepipe with GET /files');
  expect(stderr).toContain('filepipe setup');
});

interface Row {
  readonly filename: string;
}

interface Answer {
  readonly files: readonly Row[];
  readonly shards: number;
}
