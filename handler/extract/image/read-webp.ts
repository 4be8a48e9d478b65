import { type ByteSource, partOf } from '../byte-source.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { exifBlock } from './exif-block.ts';
import { readAhead } from './read-ahead.ts';
import { readExif } from './read-exif.ts';
import { readXmp } from './read-xmp.ts';
import { supplement } from './supplement.ts';

const MAX_CHUNKS = 10_000;
/** Frames lie behind each other with their pictures between: in a longer file each costs a request. */
const MAX_COUNTED_BYTES = 3 * 1024 * 1024;

/** Reads a WebP's size, transparency, frames, EXIF and XMP. */
export const readWebp: Reader = async ({ source: file }, draft) => {
  const source = file.size <= MAX_COUNTED_BYTES ? readAhead(file) : file;
  const seen = new Set<string>();
  let frames = 0;
  for await (const chunk of riffChunks(source)) {
    if (chunk.type === 'ANMF') frames += 1;
    if (frames > 0 && file.size > MAX_COUNTED_BYTES) break;
    if (!seen.has(chunk.type)) await readChunk(source, chunk, draft);
    seen.add(chunk.type);
  }
  if (frames > 0 && file.size <= MAX_COUNTED_BYTES) draft.image = { ...draft.image, frames };
  if (draft.image?.widthPixels === undefined) throw new UnreadableError('it has no picture');
};

interface Chunk {
  readonly type: string;
  readonly start: number;
  readonly length: number;
}

async function* riffChunks(source: ByteSource): AsyncGenerator<Chunk> {
  let position = 12;
  for (let count = 0; count < MAX_CHUNKS; count += 1) {
    const head = await source.read(position, 8);
    if (head.length < 8) return;
    const length = head.readUInt32LE(4);
    yield { type: head.toString('latin1', 0, 4), start: position + 8, length };
    position += 8 + length + (length % 2);
  }
}

async function readChunk(source: ByteSource, { type, start, length }: Chunk, draft: Draft): Promise<void> {
  const part = partOf(source, start, length);
  if (type === 'VP8X') await readCanvas(part, draft);
  else if (type === 'VP8 ') await readLossy(part, draft);
  else if (type === 'VP8L') await readLossless(part, draft);
  else if (type === 'EXIF') await readExif(await exifBlock(part), draft);
  else if (type === 'XMP ') await readXmp(part, draft);
}

async function readCanvas(part: ByteSource, draft: Draft): Promise<void> {
  const bytes = await part.read(0, 10);
  if (bytes.length < 10) return;
  draft.image = {
    widthPixels: bytes.readUIntLE(4, 3) + 1,
    heightPixels: bytes.readUIntLE(7, 3) + 1,
    hasAlpha: (bytes.readUInt8(0) & 0x10) !== 0,
  };
}

async function readLossy(part: ByteSource, draft: Draft): Promise<void> {
  const bytes = await part.read(0, 10);
  if (bytes.length < 10) return;
  draft.image = supplement(draft.image, {
    widthPixels: bytes.readUInt16LE(6) & 0x3fff,
    heightPixels: bytes.readUInt16LE(8) & 0x3fff,
    bitsPerChannel: 8,
    channels: draft.image?.hasAlpha === true ? 4 : 3,
    colorModel: 'ycbcr',
    hasAlpha: false,
  });
}

async function readLossless(part: ByteSource, draft: Draft): Promise<void> {
  const bytes = await part.read(0, 5);
  if (bytes.length < 5) return;
  const bits = bytes.readUInt32LE(1);
  const hasAlpha = ((bits >>> 28) & 1) === 1;
  draft.image = supplement(draft.image, {
    widthPixels: (bits & 0x3fff) + 1,
    heightPixels: ((bits >>> 14) & 0x3fff) + 1,
    bitsPerChannel: 8,
    channels: hasAlpha ? 4 : 3,
    colorModel: 'rgb',
    hasAlpha,
  });
}
