import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairUp } from '../../../src/reconcile/pair-up.ts';

const inByteOrder = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const names = fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 }));

async function* streamOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

test('every name of either side comes once, in order, with what each side has', async () => {
  await fc.assert(
    fc.asyncProperty(names, names, async (left, right) => {
      const objects = left
        .toSorted(inByteOrder)
        .map((key) => ({ key, size: 1, etag: 'e', lastModified: new Date(0) }));
      const rows = right.toSorted(inByteOrder).map((key) => ({ key }));
      const pairs: [string, boolean, boolean][] = [];
      for await (const { key, object, row } of pairUp(streamOf(objects), streamOf(rows)))
        pairs.push([key, object !== undefined, row !== undefined]);
      const expected = [...new Set([...left, ...right])].toSorted(inByteOrder);
      expect(pairs).toEqual(expected.map((key) => [key, left.includes(key), right.includes(key)]));
    }),
  );
});

test('names beyond U+FFFF come where their bytes put them', async () => {
  const object = (key: string) => ({ key, size: 1, etag: 'e', lastModified: new Date(0) });
  const keys: string[] = [];
  const objects = streamOf(['\uff5e', '🎉'].map(object));
  for await (const { key } of pairUp(objects, streamOf([{ key: '\uff5e' }, { key: '🎉' }]))) keys.push(key);
  expect(keys).toEqual(['\uff5e', '🎉']);
});
