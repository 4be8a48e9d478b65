/** What a packetised elementary stream says in front of a packet (ISO/IEC 13818-1, 2.4.3.6). */
export interface PesHeader {
  /** When it is to be shown, in units of 1/90,000 s; undefined when it does not say. */
  readonly time: number | undefined;
  /** Bytes before the packet's content. */
  readonly length: number;
}

const START = 6;
/** Clocks of 33 bits begin again after 26.5 hours. */
const WRAP = 2 ** 33;
const UNITS_A_SECOND = 90_000;
const STUFFING = 0xff;

/** Reads the header of a packet that begins at a position with `00 00 01` and the stream. */
export function readPesHeader(bytes: Buffer, position: number): PesHeader {
  const flags = bytes[position + START] ?? 0;
  if (flags >> 6 !== 2) return readOldHeader(bytes, position);
  const hasTime = ((bytes[position + 7] ?? 0) & 0x80) !== 0;
  const length = 9 + (bytes[position + 8] ?? 0);
  return { time: hasTime ? readTime(bytes, position + 9) : undefined, length };
}

/** MPEG-1's: stuffing, the size of a buffer, one or two times. */
function readOldHeader(bytes: Buffer, position: number): PesHeader {
  let at = position + START;
  while (bytes[at] === STUFFING && at < position + 22) at += 1;
  if ((bytes[at] ?? 0) >> 6 === 1) at += 2;
  const kind = (bytes[at] ?? 0) >> 4;
  const length = at - position + (kind === 2 ? 5 : kind === 3 ? 10 : 1);
  return { time: kind === 2 || kind === 3 ? readTime(bytes, at) : undefined, length };
}

function readTime(bytes: Buffer, at: number): number | undefined {
  if (at + 5 > bytes.length) return undefined;
  const high = (bytes.readUInt8(at) >> 1) & 7;
  const middle = bytes.readUInt16BE(at + 1) >> 1;
  const low = bytes.readUInt16BE(at + 3) >> 1;
  return high * 2 ** 30 + middle * 2 ** 15 + low;
}

/** The seconds from one time to a later one. */
export function secondsBetween(first: number, last: number): number {
  return ((last - first + WRAP) % WRAP) / UNITS_A_SECOND;
}

const LEAST_TIMES = 8;

/** Packets a second by the step that is usual between their times, in whatever order these come; undefined when there are few. */
export function usualRate(times: readonly number[]): number | undefined {
  const sorted = times.toSorted((one, other) => one - other);
  const steps = sorted.flatMap((time, at) => (at === 0 ? [] : time - (sorted[at - 1] ?? 0)));
  const step = steps.toSorted((one, other) => one - other)[Math.floor(steps.length / 2)] ?? 0;
  return times.length < LEAST_TIMES || step === 0 ? undefined : UNITS_A_SECOND / step;
}
