import type { ByteSource } from '../../byte-source.ts';
import { blockTimes } from './block-times.ts';

/** So much behind the first cluster's beginning is looked at. */
const LOOKED_AT = 256 * 1024;
/** Fewer say too little: they are noted in whole milliseconds, and not in order. */
const LEAST_FRAMES = 8;

/**
 * Frames a second of a track, by when the first of them are shown. Undefined when there are too few.
 * `start` is where the first cluster begins, `secondsPerTick` what times are counted in.
 */
export async function blockRate(
  source: ByteSource,
  start: number,
  track: number,
  secondsPerTick: number,
): Promise<number | undefined> {
  const times: number[] = [];
  const end = Math.min(source.size, start + LOOKED_AT);
  for await (const time of blockTimes(source, start, end, track)) times.push(time);
  const ticks = Math.max(...times) - Math.min(...times);
  if (times.length < LEAST_FRAMES || ticks <= 0) return undefined;
  const rate = (times.length - 1) / (ticks * secondsPerTick);
  return Math.round(rate * 100) / 100;
}
