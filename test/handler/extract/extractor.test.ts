import { afterEach, describe, expect, test } from 'vitest';
import { startExtractor } from '../../../handler/extract/extractor.ts';

const extractor = startExtractor(new URL('threads/unruly.mjs', import.meta.url));
const file = (name: string, fetch = async () => Buffer.from('x')) => ({ name, size: 1, fetch });
const AMPLE = 60_000;

describe('a parser that goes wrong', () => {
  afterEach(async () => {
    expect(await extractor.describe(file('the next one'), AMPLE)).toMatchObject({ status: 'described' });
  });

  test('is ended when it hangs, even where no timer would fire in it', async () => {
    const { status, reason } = await extractor.describe(file('hang'), 200);
    expect({ status, reason }).toEqual({ status: 'failed', reason: 'reading it took longer than 0.2 s' });
  });

  test('is ended when it takes all the memory', async () => {
    const { status, reason } = await extractor.describe(file('hoard'), AMPLE);
    expect({ status, reason }).toEqual({
      status: 'failed',
      reason: 'reading it took more than 96 MB of memory',
    });
  });

  test('may end its thread', async () => {
    const { status, reason } = await extractor.describe(file('exit'), AMPLE);
    expect({ status, reason }).toEqual({ status: 'failed', reason: 'reading it ended the reader' });
  });

  test('may throw outside of everything', async () => {
    const { status, reason } = await extractor.describe(file('throw'), AMPLE);
    expect({ status, reason }).toEqual({
      status: 'failed',
      reason: 'reading it failed: a parser threw outside of everything',
    });
  });
});

test('what the bytes could not be fetched for is told as it is, not as a fault of the file', async () => {
  const refusal = new Error('S3 is unwell');
  const described = extractor.describe(
    file('fetch', () => Promise.reject(refusal)),
    AMPLE,
  );
  await expect(described).rejects.toBe(refusal);
});

test('so is what kept their beginning, and the next file is read', async () => {
  const refusal = new Error('S3 is unwell');
  const described = extractor.describe({ ...file('one'), beginning: Promise.reject(refusal) }, AMPLE);
  await expect(described).rejects.toBe(refusal);
  expect(await extractor.describe(file('two'), AMPLE)).toMatchObject({ status: 'described' });
});

test('a beginning that never comes takes no longer than the reading may', async () => {
  const never = new Promise<Buffer>(() => undefined);
  expect(await extractor.describe({ ...file('one'), beginning: never }, 200)).toMatchObject({
    status: 'failed',
    reason: 'reading it took longer than 0.2 s',
  });
});

test('files wait for their turn, and a hanging one costs the others nothing but time', async () => {
  const names = ['one', 'hang', 'fetch', 'exit', 'two'];
  const all = await Promise.all(
    names.map((name) => extractor.describe(file(name), name === 'hang' ? 200 : AMPLE)),
  );
  expect(all.map(({ status }) => status)).toEqual([
    'described',
    'failed',
    'described',
    'failed',
    'described',
  ]);
});
