import { type ByteSource, sourceOfBytes } from '../byte-source.ts';
import { exactBytes } from '../exact-bytes.ts';
import { has } from '../identify/signature.ts';
import type { Reader } from '../reader.ts';
import { readXmp } from './read-xmp.ts';

const HEADER = 13;
/** A GIF can only be counted by reading all of it. */
const MAX_COUNTED_BYTES = 3 * 1024 * 1024;

/** Reads a GIF's size and colours; of one that is not too long also its XMP, and how many frames it has. */
export const readGif: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, HEADER);
  const palette = header.readUInt8(10);
  draft.image = {
    widthPixels: header.readUInt16LE(6),
    heightPixels: header.readUInt16LE(8),
    bitsPerChannel: (palette & 7) + 1,
    channels: 1,
    colorModel: 'indexed',
  };
  if (source.size > MAX_COUNTED_BYTES) return;
  const { frames, xmp } = walk(await wholeOf(source), HEADER + paletteBytes(palette));
  if (frames > 0) draft.image = { ...draft.image, frames };
  if (xmp !== undefined) await readXmp(sourceOfBytes(xmp), draft);
};

/** Small files come with the header; of others the rest comes at once. */
function wholeOf(source: ByteSource): Promise<Buffer> {
  return source.read(0, source.size);
}

interface Walked {
  /** That are there, whole or not. */
  frames: number;
  xmp?: Buffer;
}

function walk(bytes: Buffer, start: number): Walked {
  const found: Walked = { frames: 0 };
  let at = start;
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === EXTENSION) {
      const end = afterBlocks(bytes, at + 2);
      // The packet is not cut into blocks: a table behind it leads every program that takes it for blocks to the end.
      if (has(bytes, at, XMP)) found.xmp ??= bytes.subarray(at + XMP.length, end);
      at = end;
    } else if (kind === IMAGE) {
      found.frames += 1;
      at = afterBlocks(bytes, at + 11 + paletteBytes(bytes[at + 9] ?? 0));
    } else if (kind === 0) at += 1;
    else break;
  }
  return found;
}

const EXTENSION = 0x21;
const XMP = '!\xff\x0bXMP DataXMP';
const IMAGE = 0x2c;

function paletteBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Data comes in blocks of up to 255 bytes, each after its length, and ends with an empty one. */
function afterBlocks(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
  return at + 1;
}
