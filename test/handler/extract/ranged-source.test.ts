import { describe, expect, test } from 'vitest';
import { partOf, sourceOfBytes } from '../../../handler/extract/byte-source.ts';
import { beginningOf, rangedSource } from '../../../handler/extract/ranged-source.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** A file of any size whose byte at a position is the position's remainder by 251, and what was fetched of it. */
function countingFile(size: number) {
  const fetched: [start: number, end: number][] = [];
  const source = rangedSource(size, async (start, end) => {
    fetched.push([start, end]);
    return Buffer.from(Uint8Array.from({ length: end - start }, (_, at) => (start + at) % 251));
  });
  return { source, fetched };
}

describe('a file that is read in ranges', () => {
  test.each([
    [0, 16],
    [65_530, 20],
    [131_070, 70_000],
    [299_990, 100],
    [0, 300_000],
  ])('gives the bytes from %i on, %i of them or what there is', async (position, length) => {
    const { source } = countingFile(300_000);
    const bytes = await source.read(position, length);
    const expected = Array.from(
      { length: Math.min(length, 300_000 - position) },
      (_, at) => (position + at) % 251,
    );
    expect([...bytes]).toEqual(expected);
  });

  test.each([
    [-1, 10],
    [Number.NaN, 10],
    [300_000, 1],
    [1e300, 1],
    [10, 0],
    [10, -5],
  ])('has nothing at %f for %f bytes, and asks for nothing', async (position, length) => {
    const { source, fetched } = countingFile(300_000);
    expect(await source.read(position, length)).toHaveLength(0);
    expect(fetched).toEqual([]);
  });

  test('fetches a small file with one request, whatever is read of it', async () => {
    const { source, fetched } = countingFile(100 * KIB);
    await source.read(0, 4);
    await source.read(99 * KIB, 4 * KIB);
    await source.read(50 * KIB, 30 * KIB);
    expect(fetched).toEqual([[0, 100 * KIB]]);
  });

  test('fetches nothing of a beginning that it is given, and counts it as a request', async () => {
    const fetched: [start: number, end: number][] = [];
    const fetch = async (start: number, end: number) => {
      fetched.push([start, end]);
      return Buffer.alloc(end - start, 2);
    };
    const source = rangedSource(200 * KIB, fetch, Buffer.alloc(beginningOf(200 * KIB), 1));
    expect(await source.read(0, 128 * KIB)).toEqual(Buffer.alloc(128 * KIB, 1));
    expect(await source.read(128 * KIB, 100 * KIB)).toEqual(Buffer.alloc(72 * KIB, 2));
    expect(fetched).toEqual([[128 * KIB, 200 * KIB]]);
    expect(source.usage).toEqual({ reads: 2, bytes: 200 * KIB });
  });

  test('fetches what is missing side by side with one request, and nothing twice', async () => {
    const { source, fetched } = countingFile(10 * MIB);
    await source.read(5 * 64 * KIB, 1);
    await source.read(3 * 64 * KIB, 5 * 64 * KIB);
    expect(fetched).toEqual([
      [320 * KIB, 384 * KIB],
      [192 * KIB, 320 * KIB],
      [384 * KIB, 512 * KIB],
    ]);
  });

  test('keeps no more than 4 MiB', async () => {
    const { source, fetched } = countingFile(100 * MIB);
    await source.read(1 * MIB, 1);
    for (let block = 0; block < 16; block += 1) await source.read((block + 2) * MIB, 256 * KIB);
    await source.read(1 * MIB, 1);
    expect(fetched.filter(([start]) => start === 1 * MIB)).toHaveLength(2);
  });

  test('refuses the 65th request', async () => {
    const { source } = countingFile(100 * MIB);
    for (let at = 0; at < 64; at += 1) await source.read(at * MIB, 1);
    await expect(source.read(99 * MIB, 1)).rejects.toThrow('it takes more than 64 reads');
    expect(source.usage.reads).toBe(64);
  });

  test('refuses to read more than 32 MiB', async () => {
    const { source } = countingFile(100 * MIB);
    await source.read(0, 30 * MIB);
    await expect(source.read(40 * MIB, 3 * MIB)).rejects.toThrow('it takes more than 32 MiB of reading');
    expect(source.usage.bytes).toBe(30 * MIB);
  });
});

describe('a part of a file', () => {
  const whole = sourceOfBytes(Buffer.from('0123456789'));

  test.each([
    [2, 4, 0, 10, '2345'],
    [2, 4, 3, 10, '5'],
    [2, 4, 4, 1, ''],
    [8, 100, 0, 100, '89'],
    [20, 5, 0, 5, ''],
    [2, Number.POSITIVE_INFINITY, 1, 2, '34'],
  ])('from %i, %f long, read at %i for %i is %j', async (start, length, position, wanted, expected) => {
    expect((await partOf(whole, start, length).read(position, wanted)).toString()).toBe(expected);
  });
});
