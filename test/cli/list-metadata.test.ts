import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newUser } from './filepipe.ts';
import { localUser } from './local-user.ts';

const rows = (stdout: string) => stdout.trimEnd().split('\n');

test('the catalogue answers what people ask of it', { timeout: 120_000 }, async () => {
  const { filepipe, home, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  expect(await filepipe(['setup', '--local', '--no-verify'])).toMatchObject({ code: 0 });
  await mkdir(join(home, 'papers'));
  await writeFile(join(home, 'papers', 'prices.csv'), `name,price\n${'bread,3.20\n'.repeat(20)}`);
  await writeFile(join(home, 'papers', 'places.csv'), 'name,town,land\nAnn,Ulm,DE\n');
  await writeFile(join(home, 'papers', 'copy.csv'), 'name,town,land\nAnn,Ulm,DE\n');
  await writeFile(join(home, 'papers', 'cut.png'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  expect((await filepipe(['upload', 'papers'])).code).toBe(0);
  const list = async (...args: readonly string[]) =>
    rows((await filepipe(['list-metadata', ...args])).stdout);

  expect(
    await list('--where', 'table.header = price or table.columns > 5', '--columns', 'filename,table.rows'),
  ).toEqual(['filename           table.rows', 'papers/prices.csv          20']);
  expect(await list('--sort', 'size', '--limit', '1', '--csv', '--columns', 'filename')).toEqual([
    'filename\r',
    'papers/prices.csv',
  ]);
  expect((await list('--duplicates', '--columns', 'filename')).toSorted()).toEqual([
    'filename',
    'papers/copy.csv',
    'papers/places.csv',
  ]);
  expect(await list('--where', 'status = failed')).toEqual([
    expect.stringMatching(/^UPLOADED/),
    expect.stringMatching(/ image\/png +not understood +papers\/cut\.png$/),
  ]);
  const viaApi = await list(
    '--via',
    'api',
    '--where',
    'not table',
    '--json',
    '--columns',
    'filename,mediaType',
  );
  expect(viaApi.map((line) => JSON.parse(line))).toEqual([
    { filename: 'papers/cut.png', details: { mediaType: 'image/png' } },
  ]);
});

test.each([
  [['--where', 'document.pages > many'], 'document.pages: "many" is not a number', 'write it in digits'],
  [['--where', 'photo.make = A or B'], 'there is no field B', 'name the field again'],
  [['--since', '2026-11-02', '--until', '2026-11-01'], 'nothing is both since', 'give --until a later time'],
  [['--sort', 'document.pagse'], 'there is no field document.pagse', 'did you mean document.pages?'],
  [['--reverse'], '--reverse needs --sort', 'say by what'],
])('%j is refused before anything is asked', async (args, what, hint) => {
  const { filepipe } = await newUser();
  const run = await filepipe(['list-metadata', ...args]);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toContain(`✖ ${what}`);
  expect(run.stderr).toContain(`→ ${hint}`);
});
