import { isDigit } from './characters.ts';

/** A string and where what follows it begins; without an end when the bytes ended first. */
export interface ReadString {
  readonly text: Buffer;
  readonly end: number | undefined;
}

const ESCAPES: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, b: 0x08, f: 0x0c };
const MAX_BYTES = 64 * 1024;
const CR = 0x0d;
const LF = 0x0a;

/** Reads `(text)`: parentheses nest, and a backslash escapes. What is longer than 64 KiB is cut off. */
export function readLiteralString(bytes: Buffer, start: number): ReadString {
  const text: number[] = [];
  let depth = 1;
  let at = start + 1;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x5c) {
      at = readEscape(bytes, at + 1, text);
      continue;
    }
    at += 1;
    if (byte === 0x28) depth += 1;
    if (byte === 0x29) depth -= 1;
    if (depth === 0) return { text: Buffer.from(text), end: at };
    if (text.length < MAX_BYTES) text.push(byte);
  }
  return { text: Buffer.from(text), end: undefined };
}

/** Reads `<74657874>`. A digit that is missing at the end is 0. */
export function readHexString(bytes: Buffer, start: number): ReadString {
  const close = bytes.indexOf('>', start + 1);
  const digits = bytes
    .toString('latin1', start + 1, close < 0 ? bytes.length : close)
    .replace(/[^0-9a-f]/gi, '');
  const text = Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
  return { text, end: close < 0 ? undefined : close + 1 };
}

/** Adds what the escape stands for, and returns where it ends. A broken line is none. */
function readEscape(bytes: Buffer, at: number, text: number[]): number {
  const byte = bytes[at];
  if (byte === undefined || byte === LF) return at + 1;
  if (byte === CR) return bytes[at + 1] === LF ? at + 2 : at + 1;
  const octal = /^[0-7]{1,3}/.exec(isDigit(byte) ? bytes.toString('latin1', at, at + 3) : '');
  if (octal !== null) {
    text.push(Number.parseInt(octal[0], 8) & 0xff);
    return at + octal[0].length;
  }
  text.push(ESCAPES[String.fromCharCode(byte)] ?? byte);
  return at + 1;
}
