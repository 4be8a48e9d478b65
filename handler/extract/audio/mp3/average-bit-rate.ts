import type { ByteSource } from '../../byte-source.ts';
import { findFrames } from './find-frames.ts';
import { readFrameHeader } from './frame-header.ts';

/** Where in the sound samples are taken, and how long they are. */
const PLACES = [0, 0.2, 0.4, 0.6, 0.8];
const SAMPLE = 48 * 1024;

interface Tally {
  bytes: number;
  seconds: number;
  readonly rates: Set<number>;
}

/**
 * Bits a second of the frames between two positions. Exact where every frame at the start and in the middle has the same
 * rate; else estimated from frames at five places.
 */
export async function averageBitRate(
  source: ByteSource,
  start: number,
  end: number,
): Promise<number | undefined> {
  const tally: Tally = { bytes: 0, seconds: 0, rates: new Set() };
  for (const place of PLACES) {
    const bytes = await source.read(Math.floor(start + (end - start) * place), Math.min(SAMPLE, end - start));
    addFrames(bytes, tally);
    if (bytes.length >= end - start) break;
    if (place > 0 && tally.rates.size === 1) break;
  }
  const [only] = tally.rates;
  if (tally.rates.size === 1) return only;
  return tally.seconds === 0 ? undefined : (tally.bytes * 8) / tally.seconds;
}

function addFrames(bytes: Buffer, tally: Tally): void {
  const first = findFrames(bytes);
  let at = first?.position ?? bytes.length;
  for (let header = first?.header; header !== undefined; header = readFrameHeader(bytes, at)) {
    tally.bytes += header.length;
    tally.seconds += header.samples / header.samplesPerSecond;
    tally.rates.add(header.bitsPerSecond);
    at += header.length;
  }
}
