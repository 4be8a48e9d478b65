import { expect, test } from 'vitest';
import { paddedSequencer } from '../../handler/record.ts';
import { sequencerOf } from './notifying-bucket.ts';

test('the sequencers of these tests grow and differ in length', () => {
  const sequencers = Array.from({ length: 50 }, (_, i) => sequencerOf(i));
  const padded = sequencers.map(paddedSequencer);
  expect(new Set(sequencers.map((text) => text.length)).size).toBeGreaterThan(1);
  expect([...padded].sort()).toEqual(padded);
});
