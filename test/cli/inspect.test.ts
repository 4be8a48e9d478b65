import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newUser } from './filepipe.ts';
import { localUser } from './local-user.ts';

const objects = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** One pixel, black. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

test('inspect says what is in files and folders without any AWS, one object a file with --json', async () => {
  const { filepipe, home } = await newUser();
  await mkdir(join(home, 'folder'));
  await writeFile(join(home, 'folder', 'dot.png'), GIF);
  await writeFile(join(home, 'folder', 'prices.csv'), 'name,price\nbread,3.20\nmilk,1.10\n');
  const { code, stdout, stderr } = await filepipe(['inspect', 'folder', '--json']);
  expect([code, stderr]).toEqual([0, '2 files\n']);
  expect(objects(stdout)).toMatchObject([
    {
      path: 'folder/dot.png',
      filename: 'folder/dot.png',
      size: 43,
      contentType: 'image/png',
      status: 'described',
      details: {
        mediaType: 'image/gif',
        mediaTypeFrom: 'content',
        image: { widthPixels: 1, heightPixels: 1 },
      },
    },
    {
      filename: 'folder/prices.csv',
      details: {
        mediaType: 'text/csv',
        table: { delimiter: ',', columns: 2, header: ['name', 'price'], rows: 2 },
      },
    },
  ]);
});

test('inspect shows a file readably', async () => {
  const { filepipe, home } = await newUser();
  await writeFile(join(home, 'dot.gif'), GIF);
  const { stdout } = await filepipe(['inspect', 'dot.gif']);
  expect(stdout).toMatch(/^dot\.gif\n {2}size +43 B\n/);
  expect(stdout).toMatch(/\nimage\n {2}width +1 px\n {2}height +1 px\n/);
});

test('inspect reads what comes through a pipe, by standard input or by a path that is one', async () => {
  const { filepipe, home } = await newUser();
  const piped = await filepipe(['inspect', '-', '--pipe-name', 'dot.gif', '--json'], { input: GIF });
  expect(objects(piped.stdout)).toMatchObject([
    { filename: 'dot.gif', size: 43, contentType: 'image/gif', details: { mediaType: 'image/gif' } },
  ]);
  const fifo = join(home, 'fifo');
  execFileSync('mkfifo', [fifo]);
  await chmod(fifo, 0o666);
  const reading = filepipe(['inspect', 'fifo', '--json']);
  await writeFile(fifo, 'a,b\n1,2\n');
  expect(objects((await reading).stdout)).toMatchObject([{ filename: 'stdin', size: 8 }]);
});

test('inspect tells a file that cannot be understood from one that cannot be read', async () => {
  const { filepipe, home } = await newUser();
  await writeFile(join(home, 'cut.png'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  const broken = await filepipe(['inspect', 'cut.png', '--json']);
  expect([broken.code, objects(broken.stdout)[0]]).toMatchObject([
    0,
    { status: 'failed', reason: expect.stringContaining('it cannot be read as image/png: ') },
  ]);
  const missing = await filepipe(['inspect', 'none.png']);
  expect([missing.code, missing.stdout]).toEqual([2, '']);
  expect(missing.stderr).toContain('there is no file none.png');
});

test('inspect shows everything that can be read, and tells in the end what cannot', async () => {
  const { filepipe, home } = await newUser();
  await mkdir(join(home, 'mixed', 'sub'), { recursive: true });
  await writeFile(join(home, 'mixed', 'dot.gif'), GIF);
  await writeFile(join(home, 'mixed', 'sub', 'dot.gif'), GIF);
  await symlink('nowhere', join(home, 'mixed', 'lost'));
  execFileSync('mkfifo', [join(home, 'mixed', 'queue')]);
  const run = await filepipe(['inspect', 'none.pdf', 'mixed', 'mixed/sub/dot.gif']);
  expect(run.code).toBe(3);
  expect(run.stdout.split('\n').filter((line) => line.endsWith('.gif'))).toEqual([
    'mixed/dot.gif',
    'mixed/sub/dot.gif',
    'mixed/sub/dot.gif',
  ]);
  expect(run.stderr).toBe(
    [
      '3 files',
      '✖ 3 paths could not be read:',
      '    there is no file none.pdf',
      '    mixed/lost is a link to something that is not there',
      '    mixed/queue is not a regular file',
      '  → check the spelling of the path',
      '',
    ].join('\n'),
  );
  const told = objects((await filepipe(['inspect', 'none.pdf', 'mixed/dot.gif', '--json'])).stdout);
  expect(told).toMatchObject([
    { path: 'none.pdf', error: { what: 'there is no file none.pdf' } },
    { path: 'mixed/dot.gif', filename: 'dot.gif' },
  ]);
});

test('inspect --where shows only the files of which that is true', async () => {
  const { filepipe, home } = await newUser();
  await mkdir(join(home, 'mixed'));
  await writeFile(join(home, 'mixed', 'dot.gif'), GIF);
  await writeFile(join(home, 'mixed', 'prices.csv'), 'name,price\nbread,3.20\n');
  const run = await filepipe(['inspect', 'mixed', '--where', 'table.header = price or size > 1MB', '--json']);
  expect([run.code, run.stderr]).toEqual([0, '1 file\n']);
  expect(objects(run.stdout)).toMatchObject([{ path: 'mixed/prices.csv' }]);
  const none = await filepipe(['inspect', 'mixed/dot.gif', 'none', '--where', 'table']);
  expect([none.code, none.stdout]).toEqual([3, '']);
  expect(none.stderr).toMatch(/^0 files\n✖ there is no file none\n/);
  expect((await filepipe(['inspect', 'mixed', '--where', 'size > big'])).code).toBe(2);
});

test('inspect of nothing that can be read is a wrong call', async () => {
  const { filepipe } = await newUser();
  const run = await filepipe(['inspect', 'one.pdf', 'two.pdf']);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toMatch(
    /^✖ 2 paths could not be read:\n {4}there is no file one\.pdf\n {4}there is no file two\.pdf\n/,
  );
});

test('inspect takes a name that begins with a dash behind --', async () => {
  const { filepipe, home } = await newUser();
  await writeFile(join(home, '-dot.gif'), GIF);
  expect((await filepipe(['inspect', '-dot.gif'])).stderr).toContain('write: filepipe inspect -- -dot.gif');
  expect((await filepipe(['inspect', '--', '-dot.gif'])).code).toBe(0);
});

test('inspect --compare says whether the table says the same, and exits with 4 if not', async () => {
  const { filepipe, home, port } = await localUser();
  await filepipe(['local', 'start', '--port', port]);
  expect(await filepipe(['setup', '--local', '--no-verify'])).toMatchObject({ code: 0 });
  await writeFile(join(home, 'dot.gif'), GIF);
  await writeFile(join(home, 'new.gif'), GIF);
  expect((await filepipe(['upload', 'dot.gif'])).code).toBe(0);

  const same = await filepipe(['inspect', 'dot.gif', '--compare', '--json']);
  expect([same.code, objects(same.stdout)[0].compared]).toEqual([0, { state: 'same', differences: [] }]);

  await writeFile(join(home, 'dot.gif'), Buffer.from((await readFile(join(home, 'dot.gif'))).fill(2, 6, 7)));
  const other = await filepipe(['inspect', 'dot.gif', 'new.gif', '--compare', '--json']);
  expect(other.code).toBe(4);
  expect(objects(other.stdout).map(({ compared }) => compared)).toMatchObject([
    {
      state: 'different',
      differences: [
        { field: 'image.widthPixels', here: 2, table: 1 },
        { field: 'content', here: expect.stringMatching(/^md5 /), table: expect.stringMatching(/^md5 /) },
      ],
    },
    { state: 'missing', differences: [] },
  ]);
  const told = await filepipe(['inspect', 'dot.gif', '--compare']);
  expect(told.stdout).toMatch(
    /compared\n {2}state +the table says otherwise\n {2}image\.widthPixels +2 here, 1 in the table\n/,
  );
});
