import type { Box } from '../../boxes.ts';
import type { ByteSource } from '../../byte-source.ts';

/** 1904-01-01 to 1970-01-01, in seconds. */
const EPOCH = 2_082_844_800;
/** What writers put where they know of no date is close to one of the two epochs. */
const EARLIEST = 86_400 * 365;
const UNKNOWN = 0xffff_ffff;

/** Times as `mvhd` and `mdhd` say them. */
interface MediaHeader {
  readonly created: string | undefined;
  /** Units a second. */
  readonly timescale: number;
  /** In units; 0 when unknown. */
  readonly duration: number;
}

/** The beginning of a box's content. */
export function contentOf(source: ByteSource, box: Box, most: number): Promise<Buffer> {
  return source.read(box.content, Math.min(box.end - box.content, most));
}

/** A number of 64 bits in boxes of version 1, of 32 in others; 0 when the box is cut short. */
export function readLongOrShort(bytes: Buffer, position: number): number {
  const long = bytes[0] === 1;
  if (bytes.length < position + (long ? 8 : 4)) return 0;
  return long ? Number(bytes.readBigUInt64BE(position)) : bytes.readUInt32BE(position);
}

/** Reads a movie's or a track's header; undefined when it is cut short. */
export async function readMediaHeader(source: ByteSource, box: Box): Promise<MediaHeader | undefined> {
  const bytes = await contentOf(source, box, 32);
  const long = bytes[0] === 1;
  if (bytes.length < (long ? 32 : 20)) return undefined;
  const duration = long ? Number(bytes.readBigUInt64BE(24)) : bytes.readUInt32BE(16);
  return {
    created: dateOf(long ? Number(bytes.readBigUInt64BE(4)) : bytes.readUInt32BE(4)),
    timescale: bytes.readUInt32BE(long ? 20 : 12),
    duration: duration === UNKNOWN || !Number.isSafeInteger(duration) ? 0 : duration,
  };
}

/** Some cameras count from 1970, which the standard does not allow. */
function dateOf(seconds: number): string | undefined {
  const since1970 = seconds >= EPOCH ? seconds - EPOCH : seconds;
  if (since1970 < EARLIEST || since1970 > UNKNOWN) return undefined;
  return new Date(since1970 * 1000).toISOString().replace('.000Z', 'Z');
}
