import { brotliDecompressSync } from 'node:zlib';
import { type Box, boxes } from '../boxes.ts';
import { type ByteSource, partOf, sourceOfBytes } from '../byte-source.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { jxlPicture } from './jxl-picture.ts';
import { readExif } from './read-exif.ts';
import { readXmp } from './read-xmp.ts';

const MAX_BOXES = 1000;
/** Of each kind there should be one. */
const MAX_METADATA = 4;
const MAX_HEADER = 4096;
const MAX_PACKED_BYTES = 1024 * 1024;
const MAX_UNPACKED_BYTES = 4 * 1024 * 1024;

/** Reads JPEG XL, bare or in boxes: size, colours, orientation, and the EXIF and XMP of the boxes. */
export const readJxl: Reader = async ({ source }, draft) => {
  const head = await source.read(0, MAX_HEADER);
  if (head[0] === 0xff) draft.image = jxlPicture(head.subarray(2));
  else await readBoxes(source, draft);
  if (draft.image?.widthPixels === undefined) throw new UnreadableError('it has no picture');
};

async function readBoxes(source: ByteSource, draft: Draft): Promise<void> {
  let metadata = 0;
  for await (const box of boxes(source, 0, source.size, MAX_BOXES)) {
    const part = partOf(source, box.content, box.end - box.content);
    if (box.type === 'jxlc' || box.type === 'jxlp') await readCodestream(box, part, draft);
    if (!METADATA.has(box.type) || metadata === MAX_METADATA) continue;
    metadata += 1;
    if (box.type === 'brob') await readPacked(part, draft);
    else await readMetadata(box.type, part, draft);
  }
}

const METADATA: ReadonlySet<string> = new Set(['Exif', 'xml ', 'brob']);

/** Of a picture in several parts, each after its number, the first says all. */
async function readCodestream({ type }: Box, part: ByteSource, draft: Draft): Promise<void> {
  const skipped = type === 'jxlp' ? 6 : 2;
  if (draft.image?.widthPixels !== undefined) return;
  draft.image = jxlPicture(await part.read(skipped, MAX_HEADER));
}

async function readMetadata(type: string, part: ByteSource, draft: Draft): Promise<void> {
  if (type === 'xml ') await readXmp(part, draft);
  if (type !== 'Exif') return;
  const { image } = draft;
  const offset = await part.read(0, 4);
  if (offset.length === 4) await readExif(partOf(part, 4 + offset.readUInt32BE(0), part.size), draft);
  // The picture's own orientation holds, not what EXIF says of it.
  draft.image = image ?? {};
}

/** A box that is compressed with Brotli, after the type that it has unpacked. */
async function readPacked(part: ByteSource, draft: Draft): Promise<void> {
  const bytes = await part.read(0, MAX_PACKED_BYTES);
  const type = bytes.toString('latin1', 0, 4);
  if (type !== 'Exif' && type !== 'xml ') return;
  await readMetadata(type, sourceOfBytes(unpacked(bytes.subarray(4))), draft);
}

function unpacked(bytes: Buffer): Buffer {
  try {
    return brotliDecompressSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch {
    return Buffer.alloc(0);
  }
}
