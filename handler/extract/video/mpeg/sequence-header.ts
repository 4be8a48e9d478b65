import type { Picture } from './picture.ts';
import { unitStarts } from './raw-payload.ts';

const SEQUENCE = 0xb3;
const EXTENSION = 0xb5;
const SEQUENCE_EXTENSION = 1;
/** From 9 on as Xing and libmpeg3 add them. */
const RATES = [0, 24_000 / 1001, 24, 25, 30_000 / 1001, 30, 50, 60_000 / 1001, 60, 15, 5, 10, 12, 15];
const MAX_UNITS = 20_000;

export interface MpegVideo extends Picture {
  readonly codec: 'mpeg1video' | 'mpeg2video';
}

/** Reads the first sequence header of MPEG-1 or MPEG-2 video in the bytes, and the extension that MPEG-2 puts behind it. */
export function readSequenceHeader(bytes: Buffer): MpegVideo | undefined {
  const starts = unitStarts(bytes, MAX_UNITS);
  const index = starts.findIndex((start) => bytes[start] === SEQUENCE && start + 9 <= bytes.length);
  const start = starts[index];
  if (start === undefined) return undefined;
  const sizes = bytes.readUIntBE(start + 1, 3);
  const next = starts[index + 1] ?? bytes.length;
  const extended = bytes[next] === EXTENSION && (bytes[next + 1] ?? 0) >> 4 === SEQUENCE_EXTENSION;
  const extra = extended && next + 4 <= bytes.length ? bytes.readUInt32BE(next) : 0;
  return {
    codec: extended ? 'mpeg2video' : 'mpeg1video',
    widthPixels: (sizes >> 12) + (((extra >> 7) & 3) << 12),
    heightPixels: (sizes & 0xfff) + (((extra >> 5) & 3) << 12),
    framesPerSecond: RATES[(bytes[start + 4] ?? 0) & 15],
  };
}
