import { describe, expect, test } from 'vitest';
import { EXTRACTOR } from '../../../handler/extract/description.ts';
import { isSuspect } from '../../../src/reconcile/confirm.ts';
import {
  DIFFERENCES,
  differenceOf,
  type ObjectFacts,
  type RowFacts,
} from '../../../src/reconcile/difference.ts';

const all = new Set(DIFFERENCES);
const uploadTime = '2026-11-22T10:11:12.345Z';

const row: RowFacts = {
  etag: 'e1',
  size: 7,
  versionId: 'v1',
  uploadTime,
  status: 'described',
  extractor: EXTRACTOR,
};
const object: ObjectFacts = {
  etag: 'e1',
  size: 7,
  versionId: 'v1',
  lastModified: new Date('2026-11-22T10:11:12Z'),
};
const { versionId: _, ...unversionedRow } = row;
const { versionId: __, ...unversionedObject } = object;
const tombstone: RowFacts = { status: 'removed', removedTime: uploadTime };
const later = (seconds: number) => new Date(object.lastModified.getTime() + seconds * 1000);

describe('a row and an object', () => {
  test.each<[string, RowFacts | undefined, ObjectFacts | undefined, string | undefined]>([
    ['alike', row, object, undefined],
    ['alike without versions', unversionedRow, unversionedObject, undefined],
    [
      'alike, from before the bucket kept versions',
      unversionedRow,
      { ...object, versionId: 'null' },
      undefined,
    ],
    ['neither there', undefined, undefined, undefined],
    ['object without row', undefined, object, 'missing'],
    ['object with a tombstone', tombstone, object, 'missing'],
    ['row without object', row, undefined, 'orphaned'],
    ['tombstone without object', tombstone, undefined, undefined],
    ['other bytes', row, { ...object, etag: 'e2' }, 'stale'],
    ['other size', row, { ...object, size: 8 }, 'stale'],
    ['other version', row, { ...object, versionId: 'v2' }, 'stale'],
    ['no version any more', row, { ...object, versionId: 'null' }, 'stale'],
    ['same version, dated much later', row, { ...object, lastModified: later(3600) }, undefined],
    ['sent again', unversionedRow, { ...unversionedObject, lastModified: later(60) }, 'stale'],
    ['dated a second later', unversionedRow, { ...unversionedObject, lastModified: later(1) }, undefined],
    [
      'sent in parts since long before',
      unversionedRow,
      { ...unversionedObject, lastModified: later(-3600) },
      undefined,
    ],
    ['row from before filepipe', { size: 7, uploadTime }, unversionedObject, 'stale'],
    ['older extractor', { ...row, extractor: String(Number(EXTRACTOR) - 1) }, object, 'outdated'],
    ['newer extractor', { ...row, extractor: String(Number(EXTRACTOR) + 1) }, object, undefined],
    ['not understood', { ...row, status: 'failed' }, object, 'failed'],
    ['not understood by an older one', { ...row, status: 'failed', extractor: '0' }, object, 'outdated'],
    ['stale and older', { ...row, extractor: '0' }, { ...object, etag: 'e2' }, 'stale'],
  ])('%s', (_name, oneRow, oneObject, difference) => {
    expect(differenceOf({ row: oneRow, object: oneObject }, all)).toBe(difference);
  });

  test('only what is sought counts', () => {
    expect(differenceOf({ row, object: undefined }, new Set(['missing', 'stale']))).toBeUndefined();
    const failed = { ...row, status: 'failed', extractor: '0' };
    expect(differenceOf({ row: failed, object }, new Set(['failed']))).toBe('failed');
  });
});

describe('a pair from the listing, which tells no versions,', () => {
  const { versionId: ___, ...listed } = object;

  test.each<[string, RowFacts | undefined, ObjectFacts | undefined, boolean]>([
    ['alike', row, listed, false],
    ['missing', undefined, listed, true],
    ['orphaned', row, undefined, true],
    ['other bytes', row, { ...listed, etag: 'e2' }, true],
    ['a newer version with the same bytes', row, { ...listed, lastModified: later(60) }, true],
    ['perhaps an older version with the same bytes', row, { ...listed, lastModified: later(-60) }, true],
    ['the same without versions', unversionedRow, { ...listed, lastModified: later(-60) }, false],
  ])('is looked at again when it may differ: %s', (_name, oneRow, oneObject, suspect) => {
    expect(isSuspect({ key: 'k', row: oneRow, object: oneObject }, all)).toBe(suspect);
  });
});
