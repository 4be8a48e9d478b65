import { appendFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { withSteadyFile } from '../../../src/transfer/steady-file.ts';
import { temporaryFolder } from '../../transfer/temporary-folder.ts';

const signal = new AbortController().signal;

describe('a file that is read', () => {
  test.each(['', 'x', 'x'.repeat(3_000_000)])('gives all its bytes (case %#)', async (content) => {
    const path = join(await temporaryFolder({ file: content }), 'file');
    const read = await withSteadyFile(path, signal, async ({ bytes, body }) => {
      expect(bytes).toBe(content.length);
      return buffer(body);
    });
    expect(read.equals(Buffer.from(content))).toBe(true);
  });

  test.each([
    ['grows', (path: string) => appendFile(path, 'more')],
    ['shrinks', (path: string) => writeFile(path, 'x')],
    ['is written again in place', (path: string) => writeFile(path, 'other content')],
    ['has another time', (path: string) => utimes(path, 1, 1)],
  ])('ends with an error when it %s', async (_, change) => {
    const path = join(await temporaryFolder({ file: 'first content' }), 'file');
    const reading = withSteadyFile(path, signal, async ({ body }) => {
      await change(path);
      return buffer(body);
    });
    await expect(reading).rejects.toThrow(`${path} changed while it was being read`);
  });

  test('cannot be one that has gone since it was found', async () => {
    const path = join(await temporaryFolder(), 'gone');
    const reading = withSteadyFile(path, signal, ({ body }) => buffer(body));
    await expect(reading).rejects.toThrow(`cannot read ${path}: ENOENT`);
  });

  test('ends with the reason when aborted', async () => {
    const path = join(await temporaryFolder({ file: 'content' }), 'file');
    const aborted = AbortSignal.abort(new Error('Ctrl-C'));
    await expect(withSteadyFile(path, aborted, ({ body }) => buffer(body))).rejects.toThrow('Ctrl-C');
  });
});
