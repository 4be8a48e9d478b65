import type { ByteSource } from '../byte-source.ts';
import { Lexer, NeedMoreBytes } from './lexer.ts';

const FIRST_BYTES = 4 * 1024;
const GROWTH = 8;
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * What `parse` makes of the bytes at a position, of which it is given more until they are enough: 8 MiB at most, or `most`.
 * Positions in the lexer are relative to `position`.
 */
export async function parseAt<T>(
  source: ByteSource,
  position: number,
  parse: (lexer: Lexer) => T,
  most = MAX_BYTES,
): Promise<T> {
  for (let length = FIRST_BYTES; ; length = Math.min(length * GROWTH, most)) {
    const bytes = await source.read(position, length);
    const last = bytes.length < length || position + length >= source.size;
    try {
      return parse(new Lexer(bytes, 0, last || length >= most));
    } catch (error) {
      if (!(error instanceof NeedMoreBytes)) throw error;
    }
  }
}
