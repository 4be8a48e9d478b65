import { boxes } from '../boxes.ts';
import { type ByteSource, partOf, sourceOfBytes } from '../byte-source.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { exifBlock } from './exif-block.ts';
import { heifItems } from './heif-items.ts';
import { heifLocation } from './heif-locations.ts';
import { heifPicture } from './heif-picture.ts';
import { heifProperties } from './heif-properties.ts';
import { readHeifSequence } from './heif-sequence.ts';
import { joined } from './joined-source.ts';
import { readExif } from './read-exif.ts';
import { readXmp } from './read-xmp.ts';

const XMP = 'application/rdf+xml';
const MAX_XMP = 4;
const MAX_BOXES = 64;
const MAX_META_BYTES = 4 * 1024 * 1024;

/** Reads HEIC, HEIF and AVIF: the primary picture's size and colours, the frames of a sequence, EXIF and XMP. */
export const readHeif: Reader = async ({ source }, draft) => {
  const seen = new Set<string>();
  for await (const box of boxes(source, 0, source.size, MAX_BOXES)) {
    if (seen.has(box.type)) continue;
    seen.add(box.type);
    const part = partOf(source, box.content, Math.min(box.end - box.content, MAX_META_BYTES));
    // Of many small boxes: in memory they are walked quickly.
    if (box.type === 'meta') await readMeta(source, sourceOfBytes(await part.read(0, part.size)), draft);
    if (box.type === 'moov') await readHeifSequence(part, draft);
  }
  if (draft.image?.widthPixels === undefined) throw new UnreadableError('it has no primary picture');
};

async function readMeta(file: ByteSource, meta: ByteSource, draft: Draft): Promise<void> {
  const parts = new Map<string, ByteSource>();
  for await (const { type, content, end } of boxes(meta, 4, meta.size, MAX_BOXES)) {
    if (!parts.has(type)) parts.set(type, partOf(meta, content, end - content));
  }
  const iprp = parts.get('iprp');
  if (iprp !== undefined) {
    const { own, all } = await heifProperties(iprp, await primaryItem(parts.get('pitm')));
    draft.image = heifPicture(own, all);
  }
  const { image } = draft;
  await readItems(file, parts, draft);
  // Only the item's own rotation turns a HEIF picture; what EXIF says of it is to be ignored.
  if (image !== undefined) draft.image = image;
}

async function primaryItem(pitm: ByteSource | undefined): Promise<number> {
  const bytes = (await pitm?.read(0, 8)) ?? Buffer.alloc(0);
  const width = bytes[0] === 0 ? 2 : 4;
  return bytes.length < 4 + width ? 0 : bytes.readUIntBE(4, width);
}

async function readItems(
  file: ByteSource,
  parts: ReadonlyMap<string, ByteSource>,
  draft: Draft,
): Promise<void> {
  const iinf = parts.get('iinf');
  if (iinf === undefined) return;
  const items = await heifItems(iinf);
  const exif = items.filter(({ type }) => type === 'Exif').slice(0, 1);
  // Others are about the depth or the brightness of the picture, in any order.
  const xmp = items.filter(({ contentType }) => contentType === XMP).slice(0, MAX_XMP);
  for (const { id, type } of [...exif, ...xmp]) {
    const item = await itemSource(file, parts, id);
    if (item !== undefined) await (type === 'Exif' ? readExifItem : readXmp)(item, draft);
  }
}

async function itemSource(
  file: ByteSource,
  parts: ReadonlyMap<string, ByteSource>,
  id: number,
): Promise<ByteSource | undefined> {
  const iloc = parts.get('iloc');
  const location = iloc === undefined ? undefined : heifLocation(await iloc.read(0, iloc.size), id);
  const within = location?.within === 'idat' ? parts.get('idat') : file;
  return location === undefined || within === undefined ? undefined : joined(within, location.stretches);
}

/** The item begins with how far behind that the TIFF header lies; some writers get it wrong. */
async function readExifItem(item: ByteSource, draft: Draft): Promise<void> {
  const head = await item.read(0, 4);
  if (head.length < 4) return;
  const offset = head.readUInt32BE(0);
  const start = 4 + offset < item.size ? 4 + offset : 4;
  await readExif(await exifBlock(partOf(item, start, item.size)), draft);
}
