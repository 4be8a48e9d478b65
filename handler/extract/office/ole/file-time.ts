/** Milliseconds from 1601 to 1970. */
const EPOCH = 11_644_473_600_000;
const TICKS_A_MILLISECOND = 10_000n;
const HOURS_100 = 360_000_000;

/**
 * A time as Windows counts it (steps of 100 ns since 1601) as ISO 8601, without fraction. Undefined for zero, for
 * lengths of time that stand where a date should, and for what is no date.
 */
export function fileTime(bytes: Buffer, at: number): string | undefined {
  if (at + 8 > bytes.length) return undefined;
  const milliseconds = Number(bytes.readBigUInt64LE(at) / TICKS_A_MILLISECOND);
  const date = new Date(milliseconds - EPOCH);
  if (milliseconds < HOURS_100 || Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999)
    return undefined;
  return `${date.toISOString().slice(0, 19)}Z`;
}
