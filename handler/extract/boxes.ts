import type { ByteSource } from './byte-source.ts';

/** A box of an ISO base media file (MP4, MOV, HEIF, JPEG 2000, JPEG XL), or an atom of QuickTime. */
export interface Box {
  /** Four characters, as Latin-1. */
  readonly type: string;
  readonly start: number;
  /** Where its content begins. */
  readonly content: number;
  /** Not beyond what surrounds it, whatever it claims. */
  readonly end: number;
}

const HEADER = 8;
const LONG_HEADER = 16;

/** The boxes side by side between two positions, `most` of them; ends at the first that cannot be one. */
export async function* boxes(
  source: ByteSource,
  start: number,
  end: number,
  most: number,
): AsyncGenerator<Box> {
  let position = start;
  for (let count = 0; count < most && position + HEADER <= end; count += 1) {
    const header = await source.read(position, LONG_HEADER);
    if (header.length < HEADER) return;
    const { headerLength, length } = sizes(header, end - position);
    if (length < headerLength) return;
    yield {
      type: header.toString('latin1', 4, HEADER),
      start: position,
      content: position + headerLength,
      end: Math.min(position + length, end),
    };
    position += length;
  }
}

/** A length of 0 means "to the end", and of 1 that the true one follows the type. */
function sizes(header: Buffer, rest: number): { headerLength: number; length: number } {
  const length = header.readUInt32BE(0);
  if (length === 0) return { headerLength: HEADER, length: rest };
  if (length !== 1) return { headerLength: HEADER, length };
  if (header.length < LONG_HEADER) return { headerLength: LONG_HEADER, length: 0 };
  return { headerLength: LONG_HEADER, length: Number(header.readBigUInt64BE(HEADER)) };
}
