import { expect, test } from 'vitest';
import { mergeSorted } from '../../../src/catalog/merge-sorted.ts';
import { streamOf } from '../../catalog/sample-record.ts';

async function merged(...lists: readonly number[][]): Promise<number[]> {
  const all: number[] = [];
  for await (const item of mergeSorted(lists.map(streamOf), (a, b) => a - b)) all.push(item);
  return all;
}

test.each([[[]], [[[]]], [[[1, 2, 3]]], [[[1, 4, 9], [], [2, 3, 10], [0]]], [[[1, 1], [1], [0, 1]]]])(
  '%j becomes one sorted stream',
  async (lists) => {
    expect(await merged(...lists)).toEqual(lists.flat().sort((a, b) => a - b));
  },
);

test('leaving early ends every stream', async () => {
  const ended: string[] = [];
  async function* endless(name: string): AsyncGenerator<number> {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      ended.push(name);
    }
  }
  for await (const item of mergeSorted([endless('a'), endless('b')], (a, b) => a - b)) if (item > 2) break;
  expect(ended).toEqual(['a', 'b']);
});
