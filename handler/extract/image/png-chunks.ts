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
/** A picture is cut into any number of pieces: after so many, the rest is looked for from the end. */
const MAX_PIXEL_CHUNKS = 4;
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
      position = await lastChunks(source, position);
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

/** Where a chunk begins from which the chunks lead to the end; else the end itself. */
async function lastChunks(source: ByteSource, position: number): Promise<number> {
  const from = Math.max(position, source.size - TAIL);
  const tail = await source.read(from, TAIL);
  const starts = LATE_TYPES.map((type) => firstThatLeadsToEnd(tail, type)).filter((start) => start >= 0);
  return starts.length === 0 ? source.size : from + Math.min(...starts);
}

const LATE_TYPES = ['IDAT', 'fdAT', 'eXIf', 'tEXt', 'zTXt', 'iTXt'];

function firstThatLeadsToEnd(tail: Buffer, type: string): number {
  for (let at = tail.indexOf(type, 4); at >= 0; at = tail.indexOf(type, at + 1)) {
    if (leadsToEnd(tail, at - 4)) return at - 4;
  }
  return -1;
}

function leadsToEnd(tail: Buffer, start: number): boolean {
  let at = start;
  while (at + FRAME <= tail.length) {
    if (tail.toString('latin1', at + 4, at + 8) === 'IEND') return true;
    at += FRAME + tail.readUInt32BE(at);
  }
  return false;
}
