import { decodeBytes } from '../decode-bytes.ts';
import type { Encoding } from './encoding.ts';

/** The text without its byte order mark. What is not valid in the encoding, or has none, comes out as Latin-1 or U+FFFD. */
export function decode(bytes: Buffer, { name = 'latin1', markBytes }: Encoding): string {
  const rest = bytes.subarray(markBytes);
  if (name === 'utf-32le' || name === 'utf-32be') return decodeUtf32(rest, name === 'utf-32be');
  try {
    return decodeBytes(rest, name, { cut: true });
  } catch {
    return rest.toString('latin1');
  }
}

function decodeUtf32(bytes: Buffer, bigEndian: boolean): string {
  const characters: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    characters.push(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
  }
  return characters.join('');
}
