import { describe, expect, test } from 'vitest';
import type { Details } from '../../../handler/extract/details.ts';
import { parseCondition } from '../../../src/catalog/parse-condition.ts';
import { sampleRecord } from '../../catalog/sample-record.ts';

const now = new Date('2026-11-26T12:00:00Z');

const details: Details = {
  schema: 1,
  mediaType: 'application/pdf',
  mediaTypeFrom: 'content',
  document: { pages: 120, title: 'War and Peace', encrypted: false, sheetNames: ['Costs', 'Income'] },
  image: { colorModel: 'rgb' },
  table: { delimiter: 'tab', columns: 2 },
  mail: { date: '2024-06-12T23:30:00Z' },
  tags: { date: '1998' },
  photo: { make: 'Canon', taken: '2024-06-12T09:30:00+02:00', exposureSeconds: 0.008 },
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
    ['document.pages == 120.0', true],
    ['document.pages != 120', false],
    ['document.pages < 9', false],
    ['document.pages ~ 12', true],
    ['mediaType = application/pdf', true],
    ['mediaType ~ PDF', true],
    ['filename ~ reports/', true],
    ['filename ~ *.PDF', true],
    ['filename ~ *.p', false],
    ['filename ~ r*/?.pdf', false],
    ['filename !~ *.pdf', false],
    ['document.title ~ war*peace', true],
    ['document.title ~ *and*ce', true],
    ['document.title ~ *peace*and*', false],
    ['document.title ~ "war and peace*peace"', false],
    ['document.title ~ *', true],
    ['document.title < X', true],
    ['photo.make = Canon', true],
    ['photo.make = canon', false],
    ['photo.make ~ canon', true],
    ['document.title = "War and Peace"', true],
    ["document.title = 'War and Peace' and document.pages = 120", true],
    ['document.title = "War"', false],
    ['document.sheetNames = Income', true],
    ['document.sheetNames ~ cost', true],
    ['document.sheetNames != Income', false],
    ['document.sheetNames != Profit', true],
  ])('about numbers and text, %s: %j', (text, expected) => {
    expect(parseCondition(text, now)(record)).toBe(expected);
  });

  test.each([
    ['document.encrypted', false],
    ['not document.encrypted', true],
    ['document.encrypted = no', true],
    ['document.encrypted = false', true],
    ['document.encrypted != yes', true],
    ['image.colorModel = rgb', true],
    ['image.colorModel != grey', true],
    ['table.delimiter = tab', true],
    ['table.delimiter = ;', false],
    ['status = described', true],
  ])('about yes or no and about one of a few, %s: %j', (text, expected) => {
    expect(parseCondition(text, now)(record)).toBe(expected);
  });

  test.each([
    ['size > 10MB', true],
    ['size > 10 MiB', true],
    ['size > 12MiB', false],
    ['size = 12000000', true],
    ['video.durationSeconds > 1h', true],
    ['video.durationSeconds > 1h10m', false],
    ['video.durationSeconds = 1:06:40', true],
    ['video.durationSeconds > 66:39', true],
    ['video.durationSeconds > 67m', false],
    ['video.durationSeconds <= 66.7 min', true],
    ['video.durationSeconds > 4000', false],
    ['photo.exposureSeconds = 1/125', true],
    ['photo.exposureSeconds < 1/125 s', false],
  ])('about sizes and durations, %s: %j', (text, expected) => {
    expect(parseCondition(text, now)(record)).toBe(expected);
  });

  test.each([
    ['photo.taken = 2024', true],
    ['photo.taken = 2024-06', true],
    ['photo.taken = 2024-06-12', true],
    ['photo.taken = 2024-06-12 09:30', true],
    ['photo.taken = 2024-06-12T09:30:00', true],
    ['photo.taken = 2024-06-12 07:30Z', true],
    ['photo.taken = 2024-06-12 09:30Z', false],
    ['photo.taken != 2024-07', true],
    ['photo.taken > 2024-06', false],
    ['photo.taken >= 2024-06', true],
    ['photo.taken <= 2024-06', true],
    ['photo.taken < 2024-06', false],
    ['photo.taken > 2024-06-12 09:29', true],
    ['photo.taken > 2024-06-12 10:00', false],
    ['photo.taken < 800d', true],
    ['mail.date = 2024-06-12', true],
    ['mail.date = 2024-06-13 01:30+02:00', true],
    ['tags.date = 1998', true],
    ['tags.date < 2000', true],
    ['uploadTime < 1d', true],
    ['uploadTime > 30d', true],
    ['uploadTime = 2026-11-22T10:11:12.345Z', true],
  ])('about times, %s: %j', (text, expected) => {
    expect(parseCondition(text, now)(record)).toBe(expected);
  });

  test('takes the time of an upload to be meant in the time zone of the reader', () => {
    const uploaded = sampleRecord('a.pdf', { uploadTime: new Date(2026, 10, 22, 0, 30).toISOString() });
    expect(parseCondition('uploadTime = 2026-11-22', now)(uploaded)).toBe(true);
  });

  test.each([
    ['photo.make', true],
    ['photo', true],
    ['not photo', false],
    ['audio', false],
    ['photo.latitude', false],
    ['photo.latitude > 0', false],
    ['photo.latitude != 0', true],
    ['photo.lens !~ zoom', true],
    ['not photo.latitude > 0', true],
    ['photo.make = Canon and photo.taken >= 2024-06 and photo.taken < 2024-07', true],
    ['photo.make = Canon AND photo.taken >= 2024-07', false],
    ['photo.make = Nikon or photo.make = Canon', true],
    ['photo.make = Nikon or photo.make = Canon and size < 5', false],
    ['(photo.make = Nikon or photo.make = Canon) and size > 5', true],
    ['( photo.make=Nikon or (photo.make=Canon) )and(not audio)', true],
    ['not (photo.make = Nikon or audio)', true],
    ['photo.make = Canon or document.title = "a or b"', true],
  ])('joined and turned round, %s: %j', (text, expected) => {
    expect(parseCondition(text, now)(record)).toBe(expected);
  });

  test('with a pattern takes no longer than the text is long', () => {
    const name = sampleRecord('a'.repeat(1024));
    expect(parseCondition(`filename ~ ${'*a'.repeat(30)}*b`, now)(name)).toBe(false);
  });

  test('about the inside fails for a record that has none', () => {
    expect(parseCondition('document.pages > 0', now)(sampleRecord('bare.bin'))).toBe(false);
  });

  test.each([
    ['', 'the condition is empty'],
    ['> 5', 'a field is missing before > 5, in the condition > 5'],
    ['size >', 'a value is missing behind size >, in the condition size >'],
    ['size > 1 and', 'a field is missing at the end, in the condition size > 1 and'],
    ['(size > 1', 'a ) is missing at the end, in the condition (size > 1'],
    ['size > 1 and (photo', 'a ) is missing at the end'],
    ['size ? 5', 'not understood: ? 5, in the condition size ? 5'],
    ['document.pages between 1 and 10', 'not understood: between 1 and 10'],
    ['document.pages >> 100', 'there is no operator >>'],
    ['document.title = "a" b', 'not understood: b, in the condition'],
    ['document.title = "a', 'a quote is not closed: "a'],
    ['document.page > 5', 'there is no field document.page'],
    ['photo.make = Canon or Nikon', 'there is no field Nikon'],
    ['document.pages > many', 'document.pages: "many" is not a number'],
    ['document.pages > 1,000', 'document.pages: "1,000" is not a number'],
    ['size > 10 parsecs', 'size: "10 parsecs" is not a size'],
    ['video.durationSeconds > long', 'video.durationSeconds: "long" is not a duration'],
    ['photo.taken > yesterday', 'photo.taken: not a time: yesterday'],
    ['photo.taken = 2024-02-30', 'photo.taken: not a time: 2024-02-30'],
    ['document.encrypted = maybe', 'document.encrypted is never maybe'],
    ['image.colorModel = gray', 'image.colorModel is never gray'],
    ['image.colorModel > grey', 'image.colorModel has no order'],
    [`${'('.repeat(60)}photo`, 'too many parentheses'],
  ])('%j is refused: %s', (text, message) => {
    expect(() => parseCondition(text, now)).toThrow(message);
  });

  test.each([
    ['document.page > 5', 'did you mean document.pages'],
    ['document.pagse > 5', 'did you mean document.pages?'],
    ['pages > 5', 'did you mean document.pages?'],
    ['Document.Pages > 5', 'did you mean document.pages?'],
    ['font.colour > 5', 'font has font.family, font.style'],
    ['foo = 5', 'image, photo, document'],
    ['photo.make = Canon or Nikon', 'photo.make = Canon or photo.make = Nikon'],
    ['image.colorModel = gray', 'grey, rgb'],
  ])('%s is refused with a hint: %s', (text, hint) => {
    expect(() => parseCondition(text, now)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining(hint) }),
    );
  });
});
