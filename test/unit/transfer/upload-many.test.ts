import { describe, expect, test, vi } from 'vitest';
import { FilepipeError, PartlyDoneError } from '../../../src/errors.ts';
import type { Source } from '../../../src/transfer/sources.ts';
import { type Outcome, requireAll, uploadMany } from '../../../src/transfer/upload-many.ts';

const sources: Source[] = Array.from({ length: 20 }, (_, i) => ({
  path: `/${i}`,
  key: String(i),
  bytes: i,
  contentType: 'text/plain',
}));
const signal = new AbortController().signal;

describe('uploading many files', () => {
  test('goes on when one fails, and tells of each as it ends', async () => {
    const told: string[] = [];
    const upload = async ({ key }: Source) => {
      if (key === '3') throw new Error('refused');
      return key.length;
    };
    const settled = ({ source }: Outcome<number>) => told.push(source.key);
    const outcomes = await uploadMany(sources, upload, { concurrency: 4, signal, settled });
    expect(outcomes.map(({ source }) => source)).toEqual(sources);
    expect(outcomes.filter((outcome) => 'error' in outcome).map(({ source }) => source.key)).toEqual(['3']);
    expect(told.toSorted()).toEqual(sources.map(({ key }) => key).toSorted());
  });

  test.each([1, 3, 50])('has no more than %i under way at once', async (concurrency) => {
    let now = 0;
    let most = 0;
    const upload = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
    };
    await uploadMany(sources, upload, { concurrency, signal });
    expect(most).toBe(Math.min(concurrency, sources.length));
  });

  test('sends others while some wait for what comes of them, but not without end', async () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ ...sources[0], key: String(i) }) as Source);
    const begun: (() => void)[] = [];
    const upload = (_source: Source, arrived: () => void) => {
      arrived();
      return new Promise<void>((resolve) => begun.push(resolve));
    };
    const uploading = uploadMany(many, upload, { concurrency: 2, signal });
    await vi.waitUntil(() => begun.length === 34);
    await new Promise(setImmediate);
    expect(begun).toHaveLength(34);
    for (let ended = 0; ended < many.length; ended += 1) {
      await vi.waitUntil(() => begun.length > ended);
      begun[ended]?.();
    }
    expect(await uploading).toHaveLength(50);
  });

  test('begins no other file once aborted, and ends with the reason', async () => {
    const controller = new AbortController();
    const begun: string[] = [];
    const upload = async ({ key }: Source) => {
      begun.push(key);
      if (key === '5') controller.abort(new Error('Ctrl-C'));
    };
    const many = uploadMany(sources, upload, { concurrency: 1, signal: controller.signal });
    await expect(many).rejects.toThrow('Ctrl-C');
    expect(begun.at(-1)).toBe('5');
  });
});

describe('in the end', () => {
  const [a, b] = sources as [Source, Source];
  const failed = (source: Source) => ({ source, error: new FilepipeError('refused', { hint: 'Try' }) });
  const done = (source: Source) => ({ source, result: 1 });

  test.each([[[]], [[done(a)]], [[done(a), done(b)]]])('all files arrived: %#', (outcomes) => {
    expect(() => requireAll(outcomes)).not.toThrow();
  });

  test('a single file fails with its own error', () => {
    expect(() => requireAll([failed(a)])).toThrow('refused');
  });

  test('some failed, which is its own exit code', () => {
    expect(() => requireAll([done(a), failed(b)])).toThrow(PartlyDoneError);
    expect(() => requireAll([done(a), failed(b)])).toThrow('1 of 2 files was not uploaded');
  });

  test('all failed', () => {
    expect(() => requireAll([failed(a), failed(b)])).toThrow('none of the 2 files was uploaded');
  });
});
