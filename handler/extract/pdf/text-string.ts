import type { PdfObject } from './objects.ts';

/** Far more than is kept of a title. */
const MAX_BYTES = 16 * 1024;
const MARKS = [
  { mark: Buffer.from([0xfe, 0xff]), encoding: 'utf-16be' },
  { mark: Buffer.from([0xff, 0xfe]), encoding: 'utf-16le' },
  { mark: Buffer.from([0xef, 0xbb, 0xbf]), encoding: 'utf-8' },
];
const ESCAPE = String.fromCharCode(0x1b);
/** In UTF-16 a language may be stated between two escapes. */
const LANGUAGE = new RegExp(`${ESCAPE}[^${ESCAPE}]{0,8}${ESCAPE}`, 'g');

/** Where PDFDocEncoding is not Latin-1 (ISO 32000-2, annex D.3). */
const PDF_DOC = new Map<number, string>([
  ...from(0x18, '\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc'),
  ...from(
    0x80,
    '\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018' +
      '\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e',
  ),
  ...from(0xa0, '\u20ac'),
  // What stands for nothing.
  ...[0x7f, 0x9f, 0xad].flatMap((byte) => from(byte, '\ufffd')),
]);

/** The text of a string that is meant to be read by people; undefined when the object is none. */
export function textOf(object: PdfObject | undefined): string | undefined {
  if (!Buffer.isBuffer(object)) return undefined;
  const bytes = object.subarray(0, MAX_BYTES);
  const marked = MARKS.find(({ mark }) => bytes.subarray(0, mark.length).equals(mark));
  if (marked !== undefined)
    return new TextDecoder(marked.encoding).decode(wholeUnits(bytes, marked.encoding)).replace(LANGUAGE, '');
  return Array.from(bytes, (byte) => PDF_DOC.get(byte) ?? String.fromCharCode(byte)).join('');
}

/** A byte that is left over is none of UTF-16's. */
function wholeUnits(bytes: Buffer, encoding: string): Buffer {
  return encoding === 'utf-8' ? bytes : bytes.subarray(0, bytes.length - (bytes.length % 2));
}

function from(first: number, characters: string): [number, string][] {
  return [...characters].map((character, index) => [first + index, character]);
}
