import type { ByteSource } from '../byte-source.ts';

/** A piece of a PNG. */
export interface PngChunk {
  /** Four letters. */
  readonly type: string;
  /** Where its data begins. */
  readonly start: number;
  readonly length: number;
}

const SIGNATURE = 8;
/** Length, type and checksum. */
const FRAME = 12;
const MAX_CHUNKS = 5000;
/** A picture is cut into pieces as small as 8 KiB: after so many it is walked from its end. */
const MAX_PIXEL_CHUNKS = 16;
const TAIL = 64 * 1024;

/**
 * The chunks of a PNG up to its end. Of the picture itself only the first pieces are walked over; what follows it
 * is looked for near the end of the file.
 */
export async function* pngChunks(source: ByteSource): AsyncGenerator<PngChunk> {
  let position = SIGNATURE;
  let pixels = 0;
  for (let count = 0; count < MAX_CHUNKS; count += 1) {
    const head = await source.read(position, 8);
    if (head.length < 8) return;
    const chunk = chunkOf(head, position);
    if (chunk.type === 'IDAT' || chunk.type === 'fdAT') pixels += 1;
    if (pixels === MAX_PIXEL_CHUNKS) {
      position = await lastPixels(source, position);
      pixels += 1;
      continue;
    }
    yield chunk;
    if (chunk.type === 'IEND') return;
    position = chunk.start + chunk.length + 4;
  }
}

function chunkOf(head: Buffer, position: number): PngChunk {
  return { type: head.toString('latin1', 4, 8), start: position + 8, length: head.readUInt32BE(0) };
}

/** Where a piece of the picture begins from which the chunks lead exactly to the end; else the end itself. */
async function lastPixels(source: ByteSource, position: number): Promise<number> {
  const from = Math.max(position, source.size - TAIL);
  const tail = await source.read(from, TAIL);
  for (let at = tail.indexOf('IDAT'); at >= 0; at = tail.indexOf('IDAT', at + 1)) {
    if (at >= 4 && leadsToEnd(tail, at - 4)) return from + at - 4;
  }
  return source.size;
}

function leadsToEnd(tail: Buffer, start: number): boolean {
  let at = start;
  while (at + FRAME <= tail.length) at += FRAME + tail.readUInt32BE(at);
  return at === tail.length;
}
