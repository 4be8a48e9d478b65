import { describe, expect, test } from 'vitest';
import { paddedSequencer, timeShardOf, timeShards } from '../../../handler/record.ts';

describe('the shard of a name', () => {
  // A row's shard is stored: other values than these would lose the rows that tables already have.
  test.each([
    ['', '5'],
    ['a.txt', '2'],
    ['日本語/с пробелом.txt', '0'],
  ])('%j never changes', (name, shard) => {
    expect(timeShardOf(name, 8)).toBe(shard);
  });

  test('is the first when there is but one', () => {
    expect(timeShardOf('a.txt', 1)).toBe('0');
  });

  test('spreads names that differ little', () => {
    const counts = new Map(timeShards.map((shard) => [shard, 0]));
    for (let i = 0; i < 8000; i++) {
      const shard = timeShardOf(`photos/IMG_${i}.jpg`, 8);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect(counts.size).toBe(timeShards.length);
    for (const count of counts.values()) expect(count).toBeGreaterThan(800);
  });
});

test.each([
  ['0055AED6DCD90281E5', '0055AED6DCD90281E6'],
  ['0055AED6DCD90281', '0055AED6DCD9028101'],
  ['00aa', '00AB'],
  ['09', '0A'],
])('sequencer %s comes before %s', (earlier, later) => {
  expect(paddedSequencer(earlier) < paddedSequencer(later)).toBe(true);
});

test('sequencers that differ only in zeros at the end are the same', () => {
  expect(paddedSequencer('00A1')).toBe(paddedSequencer('00a100'));
});
