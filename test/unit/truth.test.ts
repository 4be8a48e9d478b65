import { describe, expect, test } from 'vitest';
import { compareFile } from '../truth/compare.mjs';
import { sameText, sameType, taken, within } from '../truth/same.mjs';
import { numbersOfTar, numbersOfZip, readPdfInfo, sheetsListed, slidesListed } from '../truth/tool-text.mjs';

const jpeg = { 'File:MIMEType': 'image/jpeg', 'File:ImageWidth': 640, 'EXIF:Make': 'Canon' };
const verdicts = (details: object, answers: object) =>
  compareFile(['type', 'image'], 'a.jpg', { description: { details } }, answers).map(({ field, verdict }) => [
    field,
    verdict,
  ]);

describe('the comparison with other tools', () => {
  test('tells agreement, difference and silence apart', () => {
    const details = { mediaType: 'image/png', image: { widthPixels: 640 } };
    expect(verdicts(details, { file: 'image/jpeg', exiftool: jpeg })).toEqual([
      ['media type', 'differ'],
      ['its very name', 'differ'],
      ['image width', 'agree'],
      ['image make', 'missing'],
    ]);
  });

  test('compares nothing that a tool does not say', () => {
    expect(verdicts({ mediaType: 'image/png' }, { file: '' })).toEqual([]);
  });

  test('takes only synonyms for the same type', () => {
    expect(sameType('image/png', 'image/png')).toBe(true);
    expect(sameType('image/png', 'image/jpeg')).toBe(false);
    expect(sameType('audio/AMR', 'audio/amr')).toBe(true);
  });

  test('takes a vocabulary for agreement with what it is written in', () => {
    const finer = (mediaType: string, theirs: string) => verdicts({ mediaType }, { file: theirs })[0]?.[1];
    expect(finer('application/gpx+xml', 'text/xml')).toBe('agree');
    expect(finer('application/geo+json', 'application/json')).toBe('agree');
    expect(finer('application/gpx+xml', 'application/json')).toBe('differ');
  });

  test('compares text without what cannot be seen', () => {
    expect(sameText('a  b\u0000', 'a b')).toBe(true);
    expect(sameText('a b', 'a c')).toBe(false);
  });

  test('knows how far numbers may be apart', () => {
    expect(within(0.1, 0.01)(100, 101)).toBe(true);
    expect(within(0.1, 0.01)(100, 102)).toBe(false);
    expect(within(0.1)(1, 1.2)).toBe(false);
  });

  test.each([
    [{ 'EXIF:DateTimeOriginal': '2024:06:01 12:34:56' }, '2024-06-01T12:34:56'],
    [{ 'EXIF:CreateDate': '2024:06:01 12:34:56.12+02:00' }, '2024-06-01T12:34:56'],
    [{ 'EXIF:DateTimeOriginal': '0000:00:00 00:00:00' }, undefined],
    [{}, undefined],
  ])('reads the date in %j as %s', (told, expected) => {
    expect(taken(told)).toBe(expected);
  });

  test('reads what pdfinfo and unzip print', () => {
    expect(
      readPdfInfo('Title:           A: b\nPages:           12\nPage size:       612 x 792 pts (letter)\n'),
    ).toEqual({
      Title: 'A: b',
      Pages: '12',
      'Page size': '612 x 792 pts (letter)',
    });
    expect(readPdfInfo('')).toBeUndefined();
    expect(
      numbersOfZip('Zip file size: 9 bytes\n3 files, 1234 bytes uncompressed, 9 bytes compressed:  0.0%\n'),
    ).toEqual({
      entries: 3,
      uncompressedBytes: 1234,
    });
    expect(numbersOfZip('cannot find zipfile')).toBeUndefined();
    const listing = [
      'drwxr-xr-x 0/0         0 2020-01-01 00:00 sub/',
      '-rw-r--r-- 0/0      8893 2020-01-01 00:00 sub/numbers.txt',
      'hrw-r--r-- 0/0         0 2020-01-01 00:00 sub/same.txt link to sub/numbers.txt',
    ];
    expect(numbersOfTar(listing.join('\n'))).toEqual({ entries: 3, uncompressedBytes: 8893 });
    expect(numbersOfTar('')).toBeUndefined();
    expect(slidesListed('<p:sldIdLst><p:sldId id="256"/><p:sldId id="257"/></p:sldIdLst>')).toBe(2);
    expect(slidesListed('')).toBeUndefined();
    expect(sheetsListed('<x:sheets><x:sheet name="A" sheetId="1"/><x:sheet name="B"/></x:sheets>')).toBe(2);
    expect(sheetsListed('')).toBeUndefined();
  });
});
