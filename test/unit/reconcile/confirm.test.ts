import { expect, test } from 'vitest';
import { confirmed } from '../../../src/reconcile/confirm.ts';
import {
  DIFFERENCES,
  type ObjectFacts,
  type RowFacts,
  type Sides,
} from '../../../src/reconcile/difference.ts';
import { quickControl } from '../../provision/control.ts';

const GRACE = 60;
const start = Date.UTC(2026, 10, 22);
const at = (seconds: number) => new Date(start + seconds * 1000);

function object(modified: number, more: Partial<ObjectFacts> = {}): ObjectFacts {
  return { etag: 'e1', size: 7, lastModified: at(modified), ...more };
}

const orphan: RowFacts = { etag: 'e1', size: 7, uploadTime: at(-9000).toISOString(), status: 'described' };
const described: RowFacts = { ...orphan, uploadTime: at(-5).toISOString(), extractor: '99' };

/** How the difference ends, and at which second it was looked at each time, when both sides stay or become as told. */
async function confirm(first: Sides, then: Sides = first) {
  let now = start;
  const looks: number[] = [];
  const control = {
    ...quickControl(),
    now: () => now,
    sleep: async (seconds: number) => {
      now += seconds * 1000;
    },
  };
  const look = async () => {
    looks.push((now - start) / 1000);
    return then;
  };
  const how = { sought: new Set(DIFFERENCES), graceSeconds: GRACE, look };
  return { difference: await confirmed({ key: 'k', ...first }, how, control), looks };
}

test.each<[string, Sides, string, number]>([
  ['a file that has long been there', { row: undefined, object: object(-3600) }, 'missing', 0],
  ['a file of a moment ago', { row: undefined, object: object(-5) }, 'missing', 55],
  [
    'a file that was sent in parts',
    { row: undefined, object: object(-3600, { etag: 'e-2' }) },
    'missing',
    60,
  ],
  ['a file dated ahead of this clock', { row: undefined, object: object(900) }, 'missing', 60],
  [
    'other bytes that have long been there',
    { row: orphan, object: object(-3600, { etag: 'e2' }) },
    'stale',
    0,
  ],
  ['an older version that came back', { row: described, object: object(-3600, { etag: 'e2' }) }, 'stale', 60],
  ['a row without a file', { row: orphan, object: undefined }, 'orphaned', 60],
  [
    'a row of an older extractor',
    { row: { ...described, extractor: '0' }, object: object(-5) },
    'outdated',
    0,
  ],
])('%s is a difference once an event has had its time', async (_name, sides, difference, second) => {
  expect(await confirm(sides)).toEqual({ difference, looks: [second] });
});

test('what an event has put right meanwhile is no difference', async () => {
  const right = { row: described, object: object(-5) };
  expect(await confirm({ row: undefined, object: object(-5) }, right)).toEqual({
    difference: undefined,
    looks: [55],
  });
});

test('a row of whose removal only the second look knows is given its time', async () => {
  const back = { row: { status: 'removed', removedTime: at(-5).toISOString() }, object: object(-3600) };
  expect(await confirm({ row: undefined, object: object(-3600) }, back)).toEqual({
    difference: 'missing',
    looks: [0, 60],
  });
});
