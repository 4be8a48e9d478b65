import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { expandSources } from '../../../src/transfer/sources.ts';
import { temporaryFolder } from '../../transfer/temporary-folder.ts';

async function keys(paths: readonly string[], prefix?: string): Promise<string[]> {
  const sources = await expandSources(paths, prefix === undefined ? {} : { prefix });
  return sources.map(({ key }) => key);
}

/** The error without the test's own folder in it. */
async function refusal(folder: string, paths: readonly string[]): Promise<string> {
  const error = await expandSources(paths.map((path) => join(folder, path))).catch((error) => error);
  expect(error).toBeInstanceOf(UsageError);
  expect(error.hint).toMatch(/^[a-z]/);
  return error.message.replaceAll(`${folder}/`, '');
}

describe('what is to be uploaded', () => {
  test('is a file under its own name, with size and type', async () => {
    const folder = await temporaryFolder({ 'deep/down/report.pdf': '%PDF-' });
    const path = join(folder, 'deep/down/report.pdf');
    expect(await expandSources([path])).toEqual([
      { path, key: 'report.pdf', bytes: 5, contentType: 'application/pdf' },
    ]);
  });

  test('is everything in a directory, in order, under the name of the directory', async () => {
    const files = { 'photos/b.jpg': '', 'photos/a/z.png': '', 'photos/a/ü 🎉.png': '', 'photos/.hidden': '' };
    const folder = await temporaryFolder(files);
    const expected = ['photos/.hidden', 'photos/a/z.png', 'photos/a/ü 🎉.png', 'photos/b.jpg'];
    expect(await keys([join(folder, 'photos')])).toEqual(expected);
    expect(await keys([join(folder, 'photos/')])).toEqual(expected);
    expect(await keys([join(folder, 'photos/a/..')])).toEqual(expected);
  });

  test('is once what is named twice', async () => {
    const folder = await temporaryFolder({ 'd/a.txt': '' });
    const path = join(folder, 'd/a.txt');
    expect(await keys([path, path, `${folder}/d/../d/a.txt`])).toEqual(['a.txt']);
  });

  test.each(['in/box', 'in/box/'])('goes below the prefix %s', async (prefix) => {
    const folder = await temporaryFolder({ 'a.txt': '', 'd/b.txt': '' });
    const paths = [join(folder, 'a.txt'), join(folder, 'd')];
    expect(await keys(paths, prefix)).toEqual(['in/box/a.txt', 'in/box/d/b.txt']);
  });

  test.each(['', '/'])('stays where it is with the prefix %j', async (prefix) => {
    const folder = await temporaryFolder({ 'a.txt': '' });
    expect(await keys([join(folder, 'a.txt')], prefix)).toEqual(['a.txt']);
  });

  test('includes what links lead to, but no folder inside itself', async () => {
    const folder = await temporaryFolder({ 'tree/real/file.txt': 'content', 'outside.txt': 'outside' });
    await symlink('../outside.txt', join(folder, 'tree/link.txt'));
    await symlink('real', join(folder, 'tree/twin'));
    await symlink('..', join(folder, 'tree/real/up'));
    const sources = await expandSources([join(folder, 'tree')]);
    expect(sources.map(({ key, bytes }) => [key, bytes])).toEqual([
      ['tree/link.txt', 7],
      ['tree/real/file.txt', 7],
      ['tree/twin/file.txt', 7],
    ]);
  });

  test.each([
    ['a.csv', 'text/csv'],
    ['A.JPG', 'image/jpeg'],
    ['a.tar.gz', 'application/gzip'],
    ['a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['README', 'application/octet-stream'],
    ['a.unheard-of', 'application/octet-stream'],
  ])('has a type after its name: %s is %s', async (name, type) => {
    const folder = await temporaryFolder({ [name]: 'x' });
    const [source] = await expandSources([join(folder, name)]);
    expect(source?.contentType).toBe(type);
  });
});

describe('nothing is uploaded', () => {
  test('when a file is missing', async () => {
    expect(await refusal(await temporaryFolder(), ['nope.pdf'])).toBe('there is no file nope.pdf');
  });

  test('when a directory has no files in it', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'empty/also-empty'), { recursive: true });
    expect(await refusal(folder, ['empty'])).toBe('there are no files in empty');
  });

  test('when a link leads nowhere', async () => {
    const folder = await temporaryFolder();
    await symlink('gone.txt', join(folder, 'link.txt'));
    expect(await refusal(folder, ['link.txt'])).toBe('link.txt is a link to something that is not there');
  });

  test('when something is not a regular file', async () => {
    const folder = await temporaryFolder({ 'd/a.txt': '' });
    execFileSync('mkfifo', [join(folder, 'd/pipe')]);
    expect(await refusal(folder, ['d'])).toBe('d/pipe is not a regular file');
  });

  test('when a name is longer than S3 takes, counted in bytes', async () => {
    const long = 'ü'.repeat(100);
    const folder = await temporaryFolder({ [`d/${long}/${long}/${long}/${long}/${long}/${long}`]: '' });
    expect(await refusal(folder, ['d'])).toMatch(
      /^the name of d\/ü.* is too long: 1207 bytes in UTF-8, and S3 takes 1024$/,
    );
  });

  test('when two files would have the same name', async () => {
    const folder = await temporaryFolder({ 'a/x.txt': '', 'b/x.txt': '' });
    const message = 'a/x.txt and b/x.txt would both be stored as x.txt';
    expect(await refusal(folder, ['a/x.txt', 'b/x.txt'])).toBe(message);
  });

  test('when a file or directory may not be read', async () => {
    const folder = await temporaryFolder({ 'd/secret.txt': 'x', 'd/locked/a.txt': 'x' });
    await chmod(folder, 0o755);
    await chmod(join(folder, 'd/secret.txt'), 0);
    await chmod(join(folder, 'd/locked'), 0);
    asOrdinaryUser();
    expect(await refusal(folder, ['d'])).toBe(
      'nothing was uploaded, because of 2 problems:\n  no permission to read d/locked\n  no permission to read d/secret.txt',
    );
  });

  test('and every problem is told at once', async () => {
    const folder = await temporaryFolder({ 'fine.txt': '' });
    const names = Array.from({ length: 12 }, (_, i) => `missing-${i}`);
    const lines = (await refusal(folder, ['fine.txt', ...names])).split('\n');
    expect(lines[0]).toBe('nothing was uploaded, because of 12 problems:');
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe('  and 2 more');
  });
});

/** Permissions mean nothing to root. */
function asOrdinaryUser(): void {
  const { geteuid, seteuid } = process;
  if (geteuid === undefined || seteuid === undefined || geteuid() !== 0) return;
  seteuid(65_534);
  onTestFinished(() => seteuid(0));
}
