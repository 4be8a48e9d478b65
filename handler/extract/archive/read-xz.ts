import type { ByteSource } from '../byte-source.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

/** https://tukaani.org/xz/xz-file-format.txt */
const HEADER = 12;
const FOOTER = 12;
const MAX_INDEX = 1024 * 1024;
const MAX_STREAMS = 16;

/** Reads the size of what xz packed from the index at its end. */
export const readXz: Reader = async ({ source }, draft) => {
  let uncompressedBytes = 0;
  let end = await withoutPadding(source, source.size);
  for (let count = 0; end > 0; count += 1) {
    if (count === MAX_STREAMS) return;
    const stream = await streamBefore(source, end);
    if (stream === undefined) return;
    uncompressedBytes += stream.uncompressedBytes;
    end = await withoutPadding(source, stream.start);
  }
  draft.archive = { uncompressedBytes };
};

interface Stream {
  readonly start: number;
  readonly uncompressedBytes: number;
}

/** Undefined when its index is too long to be read. */
async function streamBefore(source: ByteSource, end: number): Promise<Stream | undefined> {
  if (end < HEADER + FOOTER) throw new UnreadableError('it is cut off');
  const footer = await exactBytes(source, end - FOOTER, FOOTER);
  if (footer.toString('latin1', 10) !== 'YZ') throw new UnreadableError('it is cut off');
  const indexBytes = (footer.readUInt32LE(4) + 1) * 4;
  if (indexBytes > MAX_INDEX) return undefined;
  const indexStart = end - FOOTER - indexBytes;
  if (indexStart < HEADER) throw new UnreadableError('its index is damaged');
  const { packed, unpacked } = sumsOf(await exactBytes(source, indexStart, indexBytes));
  const start = indexStart - packed - HEADER;
  if (start < 0) throw new UnreadableError('its index is damaged');
  return { start, uncompressedBytes: unpacked };
}

/** Padding is zeros, four at a time; more than a few are not followed. */
async function withoutPadding(source: ByteSource, end: number): Promise<number> {
  const before = await source.read(Math.max(0, end - 4096), Math.min(end, 4096));
  let zeros = 0;
  while (zeros + 4 <= before.length && before.readUInt32LE(before.length - zeros - 4) === 0) zeros += 4;
  return end - zeros;
}

function sumsOf(index: Buffer): { readonly packed: number; readonly unpacked: number } {
  let at = 1;
  const next = (): number => {
    let value = 0;
    for (let digit = 0; digit < 9; digit += 1) {
      const byte = index[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * 128 ** digit;
      if (byte < 0x80) break;
    }
    return value;
  };
  let packed = 0;
  let unpacked = 0;
  const records = next();
  for (let record = 0; record < records && at < index.length; record += 1) {
    packed += Math.ceil(next() / 4) * 4;
    unpacked += next();
  }
  return { packed, unpacked };
}
