import type { ByteSource } from '../../byte-source.ts';

/** A chunk of RIFF (WAV, AVI) or of IFF (AIFF). */
export interface Chunk {
  /** Four characters, as Latin-1. */
  readonly id: string;
  readonly content: number;
  /** Not beyond what surrounds it, whatever it claims. */
  readonly end: number;
  /** The length as it claims it. */
  readonly length: number;
}

const HEADER = 8;

/** The chunks side by side between two positions, `most` of them; each begins at an even offset from the first. */
export async function* chunks(
  source: ByteSource,
  start: number,
  end: number,
  most: number,
  bigEndian = false,
): AsyncGenerator<Chunk> {
  let position = start;
  for (let count = 0; count < most && position + HEADER <= end; count += 1) {
    const header = await source.read(position, HEADER);
    if (header.length < HEADER) return;
    const length = bigEndian ? header.readUInt32BE(4) : header.readUInt32LE(4);
    const content = position + HEADER;
    yield { id: header.toString('latin1', 0, 4), content, end: Math.min(content + length, end), length };
    position = content + length + (length % 2);
  }
}

/** The beginning of a chunk's content. */
export function contentOf(source: ByteSource, chunk: Chunk, most: number): Promise<Buffer> {
  return source.read(chunk.content, Math.min(chunk.end - chunk.content, most));
}
