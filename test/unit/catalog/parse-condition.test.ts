import { describe, expect, test } from 'vitest';
import type { Details } from '../../../handler/extract/details.ts';
import { parseCondition } from '../../../src/catalog/parse-condition.ts';
import { sampleRecord } from '../../catalog/sample-record.ts';

const details: Details = {
  schema: 1,
  mediaType: 'application/pdf',
  mediaTypeFrom: 'content',
  document: { pages: 120, title: 'War and Peace', encrypted: false, sheetNames: ['Costs', 'Income'] },
  photo: { make: 'Canon', taken: '2024-06-12T09:30:00+02:00' },
  video: { durationSeconds: 4000 },
};
const record = sampleRecord('reports/a.pdf', { size: 12_000_000, details });

describe('a condition', () => {
  test.each([
    ['document.pages > 100', true],
    ['document.pages>100', true],
    ['document.pages > 120', false],
    ['document.pages >= 120', true],
    ['document.pages = 120', true],
    ['document.pages = 120.0', true],
    ['document.pages < 9', false],
    ['document.pages > many', false],
    ['document.pages != many', true],
    ['document.encrypted = false', true],
    ['mediaType = application/pdf', true],
    ['mediaType ~ PDF', true],
    ['filename ~ reports/', true],
    ['size > 10MB', true],
    ['size > 10 MiB', true],
    ['size > 12MiB', false],
    ['video.durationSeconds > 1h', true],
    ['video.durationSeconds > 67m', false],
    ['video.durationSeconds > 4000', false],
    ['photo.make = Canon and photo.taken >= 2024-06 and photo.taken < 2024-07', true],
    ['photo.make = canon', false],
    ['photo.make ~ canon', true],
    ['photo.make = Canon AND photo.taken >= 2024-07', false],
    ['document.title = "War and Peace"', true],
    ["document.title = 'War and Peace' and document.pages = 120", true],
    ['document.title = "War"', false],
    ['document.sheetNames = Income', true],
    ['document.sheetNames ~ cost', true],
    ['document.sheetNames != Income', false],
    ['photo.make', true],
    ['photo.latitude', false],
    ['photo.latitude > 0', false],
    ['photo.latitude != 0', true],
  ])('%s: %j', (text, expected) => {
    expect(parseCondition(text)(record)).toBe(expected);
  });

  test('about the inside fails for a record that has none', () => {
    expect(parseCondition('document.pages > 0')(sampleRecord('bare.bin'))).toBe(false);
  });

  test.each([
    ['', 'not a condition: '],
    ['> 5', 'not a condition: > 5'],
    ['size >', 'not a condition: size >'],
    ['size > 1 and', '"1 and" is not a size'],
    ['size ? 5', 'not a condition: size ? 5'],
    ['document.page > 5', 'there is no field document.page'],
    ['size > 10 parsecs', '"10 parsecs" is not a size'],
  ])('%j is refused: %s', (text, message) => {
    expect(() => parseCondition(text)).toThrow(message);
  });

  test('with a misspelt field is told which it may have meant', () => {
    expect(() => parseCondition('document.page > 5')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('document.pages') }),
    );
  });
});
