import { analyse } from 'chardet';
import { isDosCyrillic } from './dos-cyrillic.ts';
import { kindredOf } from './kindred.ts';
import { isThai } from './thai.ts';

export interface Encoding {
  /** IANA's name in lower case; absent when no guess is good enough. */
  readonly name?: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** Bytes of the byte order mark at the beginning. */
  readonly markBytes: number;
}

/** Of chardet's 0 to 100. Below it, its guesses for the 8-bit encodings are wrong more often than right. */
const LEAST_CONFIDENCE = 30;
/** Of other than ASCII. */
const LEAST_TELLING_BYTES = 8;
const TELLING_BYTES = 256 * 1024;
const SAMPLE_BYTES = 16 * 1024;
const WIDE_SAMPLE_BYTES = 4096;
const LEAST_WIDE_BYTES = 8;

const MARKS: readonly [name: string, mark: string][] = [
  ['utf-8', '\xef\xbb\xbf'],
  ['utf-32le', '\xff\xfe\0\0'],
  ['utf-32be', '\0\0\xfe\xff'],
  ['utf-16le', '\xff\xfe'],
  ['utf-16be', '\xfe\xff'],
];

/** How a file, or the beginning of one that is `cut`, is encoded; undefined when it is not text. */
export function encodingOf(bytes: Buffer, cut: boolean): Encoding | undefined {
  const marked = MARKS.find(([, mark]) => bytes.toString('latin1', 0, mark.length) === mark);
  if (marked !== undefined) {
    const [name, { length: markBytes }] = marked;
    return plausible(bytes, name, markBytes) ? { name, confidence: 1, markBytes } : undefined;
  }
  const wide = wideEncodingOf(bytes);
  if (wide !== undefined) return { name: wide, confidence: 0.9, markBytes: 0 };
  if (isKorean(bytes)) return { name: 'iso-2022-kr', confidence: 0.9, markBytes: 0 };
  if (!hasOnlyTextBytes(bytes) && !hasFewControls(bytes, cut)) return undefined;
  if (isAscii(bytes) && !bytes.includes('\x1b$') && !bytes.includes('\x1b(')) {
    return { name: 'us-ascii', confidence: 1, markBytes: 0 };
  }
  if (!isAscii(bytes) && isUtf8(bytes, cut)) return { name: 'utf-8', confidence: 1, markBytes: 0 };
  return guess(bytes);
}

/** A mark may stand at the beginning of other files, too: what follows must be text in that encoding. */
function plausible(bytes: Buffer, name: string, markBytes: number): boolean {
  const rest = bytes.subarray(markBytes);
  if (name === 'utf-8') return hasOnlyTextBytes(rest);
  if (name.startsWith('utf-32'))
    return rest.length % 4 === 0 && hasOnlyWideText(rest, 4, name.endsWith('be'));
  return hasOnlyWideText(rest, 2, name.endsWith('be'));
}

function guess(bytes: Buffer): Encoding {
  const escaped = isAscii(bytes);
  const telling = escaped ? bytes.subarray(0, SAMPLE_BYTES) : tellingPart(bytes);
  const few = !escaped && telling.filter((byte) => byte > 0x7f).length < LEAST_TELLING_BYTES;
  if (few) return { confidence: 0, markBytes: 0 };
  const [best] = analyse(telling);
  if (best === undefined || best.confidence < LEAST_CONFIDENCE) return unlisted(telling);
  const name = kindredOf(best.name.toLowerCase(), telling);
  return { name, confidence: best.confidence / 100, markBytes: 0 };
}

/** What chardet does not know; asked last, since text in several bytes a character may look like it. */
function unlisted(telling: Buffer): Encoding {
  if (isThai(telling)) return { name: 'windows-874', confidence: 0.8, markBytes: 0 };
  if (isDosCyrillic(telling)) return { name: 'ibm866', confidence: 0.7, markBytes: 0 };
  return { confidence: 0, markBytes: 0 };
}

/** Lines with other than ASCII, without markup: tags look like English and say nothing. */
function tellingPart(bytes: Buffer): Buffer {
  const lines = bytes.toString('latin1', 0, TELLING_BYTES).split(/(?<=[\r\n])/);
  const telling = lines.filter((line) => /[^\t-~]/.test(line)).join('');
  return Buffer.from(telling.replace(/<[^<>]{0,1000}>/g, ' ').slice(0, SAMPLE_BYTES), 'latin1');
}

/** Where each group of four bytes is mostly zero, as Latin letters make it. */
const WIDE: Readonly<Record<string, { readonly name: string; readonly width: 2 | 4 }>> = {
  x000: { name: 'utf-32le', width: 4 },
  '000x': { name: 'utf-32be', width: 4 },
  x0x0: { name: 'utf-16le', width: 2 },
  '0x0x': { name: 'utf-16be', width: 2 },
};

/** UTF-16 and UTF-32 without a mark give themselves away by their zero bytes. */
function wideEncodingOf(bytes: Buffer): string | undefined {
  const sample = bytes.subarray(0, WIDE_SAMPLE_BYTES);
  if (sample.length < LEAST_WIDE_BYTES || !sample.includes(0)) return undefined;
  const zeros = [0, 0, 0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 4] = (zeros[at % 4] ?? 0) + 1;
  const wide = WIDE[zeros.map((count) => (count * 4 > sample.length / 2 ? '0' : 'x')).join('')];
  if (wide === undefined || !hasOnlyWideText(bytes, wide.width, wide.name.endsWith('be'))) return undefined;
  return wide.name;
}

function hasOnlyWideText(bytes: Buffer, width: 2 | 4, bigEndian: boolean): boolean {
  for (let at = 0; at + width <= bytes.length; at += width) {
    const code = bigEndian ? bytes.readUIntBE(at, width) : bytes.readUIntLE(at, width);
    if (code > 0x10ffff || code === 0xffff || isControl(code)) return false;
  }
  return true;
}

/** Bytes that no text has: all control characters except BEL, BS, HT, LF, VT, FF, CR and ESC. */
function hasOnlyTextBytes(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (isControl(byte)) return false;
  return true;
}

/** Where text is certain, a few controls are quoted or slipped in. No text has a NUL. */
function hasFewControls(bytes: Buffer, cut: boolean): boolean {
  if (bytes.includes(0) || !isUtf8(bytes, cut)) return false;
  return bytes.filter(isControl).length * CHARACTERS_PER_CONTROL <= bytes.length;
}

const CHARACTERS_PER_CONTROL = 256;

const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;

/** It begins with what it shifts to, and then shifts out and in. https://www.rfc-editor.org/rfc/rfc1557 */
function isKorean(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, WIDE_SAMPLE_BYTES);
  if (sample.toString('latin1', 0, 4) !== '\x1b$)C') return false;
  return hasOnlyTextBytes(sample.filter((byte) => byte !== SHIFT_OUT && byte !== SHIFT_IN));
}

function isControl(code: number): boolean {
  return (code < 0x20 && (code < 7 || code > 13) && code !== 0x1b) || code === 0x7f;
}

function isAscii(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte > 0x7f) return false;
  return true;
}

/** A character that the cut leaves in part is no fault. */
function isUtf8(bytes: Buffer, cut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return true;
  } catch {
    return false;
  }
}
