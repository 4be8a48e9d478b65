import type { ByteSource } from '../../byte-source.ts';
import { findFrames } from './find-frames.ts';
import type { Frame, Framing } from './frame.ts';

/** Where in the sound samples are taken, and how long they are. */
const PLACES = [0, 0.2, 0.4, 0.6, 0.8];
const SAMPLE = 48 * 1024;

interface Tally {
  bytes: number;
  seconds: number;
  readonly rates: Set<number>;
}

/**
 * Bits a second of the frames between two positions. Where every frame at the start and in one other place has the
 * same rate, it is that; else it is estimated from frames at five places.
 */
export async function averageBitRate(
  source: ByteSource,
  start: number,
  end: number,
  framing: Framing<Frame & { readonly bitsPerSecond?: number }>,
): Promise<number | undefined> {
  const tally: Tally = { bytes: 0, seconds: 0, rates: new Set() };
  for (const place of PLACES) {
    const bytes = await source.read(Math.floor(start + (end - start) * place), Math.min(SAMPLE, end - start));
    addFrames(bytes, framing, tally);
    if (bytes.length >= end - start) break;
    if (place > 0 && tally.rates.size === 1) break;
  }
  const [only] = tally.rates;
  if (tally.rates.size === 1) return only;
  return tally.seconds === 0 ? undefined : (tally.bytes * 8) / tally.seconds;
}

function addFrames(
  bytes: Buffer,
  framing: Framing<Frame & { readonly bitsPerSecond?: number }>,
  tally: Tally,
): void {
  const first = findFrames(bytes, framing);
  let at = first?.position ?? bytes.length;
  for (let header = first?.header; header !== undefined; header = framing.read(bytes, at)) {
    const seconds = header.samples / header.samplesPerSecond;
    tally.bytes += header.length;
    tally.seconds += seconds;
    tally.rates.add(header.bitsPerSecond ?? (header.length * 8) / seconds);
    at += header.length;
  }
}
