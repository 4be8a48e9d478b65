import type { ByteSource } from '../../byte-source.ts';

/** So much of the data is looked at. */
const LOOKED_AT = 256 * 1024;
const MAX_PACKETS = 2000;
/** Fewer say too little: they are noted in whole milliseconds, and not in order. */
const LEAST_FRAMES = 8;
const ERROR_CORRECTION = 0x80;
/** Of replicated data: how large the frame is, and when it is shown. */
const SIZE_AND_TIME = 8;
/** Bytes of a number, by the two bits that say how wide it is. */
const WIDTHS = [0, 1, 2, 4] as const;

/**
 * Frames a second of a stream, by when the first of them are shown (ASF 5.2). `start` is where packets of the given
 * size begin. Undefined when there are too few.
 */
export async function packetRate(
  source: ByteSource,
  start: number,
  packetBytes: number,
  stream: number,
): Promise<number | undefined> {
  if (packetBytes === 0) return undefined;
  const bytes = await source.read(start, LOOKED_AT);
  const times: number[] = [];
  for (let count = 0; count < MAX_PACKETS && (count + 1) * packetBytes <= bytes.length; count += 1) {
    const at = count * packetBytes;
    times.push(...frameTimes(bytes.subarray(at, at + packetBytes), stream));
  }
  const milliseconds = Math.max(...times) - Math.min(...times);
  if (times.length < LEAST_FRAMES || milliseconds <= 0) return undefined;
  return Math.round(((times.length - 1) * 100_000) / milliseconds) / 100;
}

/** When the frames of a stream are shown that begin in a packet, in milliseconds. */
function frameTimes(packet: Buffer, stream: number): number[] {
  const cursor = new Cursor(packet);
  const first = cursor.number(1);
  const corrected = (first & ERROR_CORRECTION) !== 0;
  if (corrected) cursor.at += first & 15;
  const flags = corrected ? cursor.number(1) : first;
  const widths = cursor.number(1);
  cursor.at += width(flags, 5) + width(flags, 1);
  const padding = cursor.number(width(flags, 3));
  cursor.at += 6;
  const many = (flags & 1) !== 0 ? cursor.number(1) : 1;
  const lengthWidth = (flags & 1) !== 0 ? width(many, 6) : 0;
  const times: number[] = [];
  for (let payload = 0; payload < (many & 63) && cursor.at < packet.length - padding; payload += 1) {
    const time = cursor.frameTime(widths, stream);
    if (time !== undefined) times.push(time);
    const length = cursor.number(lengthWidth);
    cursor.at += length;
  }
  return times;
}

function width(flags: number, shift: number): number {
  return WIDTHS[((flags >> shift) & 3) as 0 | 1 | 2 | 3];
}

class Cursor {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The next number of so many bytes; 0 for none, and beyond the end. */
  number(bytes: number): number {
    const start = this.at;
    this.at += bytes;
    return bytes === 0 || this.at > this.#bytes.length ? 0 : this.#bytes.readUIntLE(start, bytes);
  }

  /** Passes over the header of a payload; returns when a frame is shown that begins in it and is of the stream. */
  frameTime(widths: number, stream: number): number | undefined {
    const isAsked = (this.number(1) & 127) === stream;
    this.at += width(widths, 4);
    const offset = this.number(width(widths, 2));
    const replicated = this.number(width(widths, 0));
    const time = this.at + 4;
    this.at += replicated;
    if (!isAsked || offset > 0 || replicated < SIZE_AND_TIME || this.at > this.#bytes.length)
      return undefined;
    return this.#bytes.readUInt32LE(time);
  }
}
