import { expect, test } from 'vitest';
import type { Details } from '../../../handler/extract/details.ts';
import { gist } from '../../../src/catalog/gist.ts';

const of = (parts: Partial<Details>): Details => ({
  schema: 1,
  mediaType: 'application/octet-stream',
  mediaTypeFrom: 'nothing',
  ...parts,
});

test.each<[Partial<Details>, string]>([
  [{}, ''],
  [{ image: { widthPixels: 4032, heightPixels: 3024 } }, '4032×3024'],
  [{ image: { widthPixels: 4032 } }, ''],
  [{ document: { pages: 12, words: 900 } }, '12 pages'],
  [{ document: { pages: 1 } }, '1 page'],
  [{ document: { slides: 20, pages: 3 } }, '20 slides'],
  [{ document: { sheets: 3 } }, '3 sheets'],
  [
    { video: { durationSeconds: 3723, widthPixels: 1920, heightPixels: 1080 }, audio: {} },
    '1:02:03 1920×1080',
  ],
  [{ video: { widthPixels: 1920, heightPixels: 1080 } }, '1920×1080'],
  [{ audio: { durationSeconds: 225 } }, '3:45'],
  [{ table: { columns: 5 }, text: { lines: 100 } }, '5 columns'],
  [{ archive: { entries: 1 } }, '1 entry'],
  [{ mail: { subject: 'Lunch?' }, text: { lines: 100 } }, 'Lunch?'],
  [{ font: { family: 'Garamond' } }, 'Garamond'],
  [{ text: { lines: 120 } }, '120 lines'],
])('%j in a few words is %j', (parts, expected) => {
  expect(gist(of(parts))).toBe(expected);
});

test('nothing is said of a file that nobody looked into', () => {
  expect(gist(undefined)).toBe('');
});
