import { type ByteSource, partOf } from '../byte-source.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Draft, Reader } from '../reader.ts';
import { readPreview } from './read-preview.ts';
import { supplement } from './supplement.ts';
import { x3fProperties } from './x3f-properties.ts';

const MAX_SECTIONS = 100;
const SECTION = 12;
const IMAGE_HEADER = 28;
const JPEG = 18;

/** Reads Sigma's raw files: the size in the header, the rest in sections that a directory at the end lists. */
export const readX3f: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, 36);
  draft.image = {
    widthPixels: header.readUInt32LE(28),
    heightPixels: header.readUInt32LE(32),
  };
  for (const { type, content } of await sectionsOf(source)) await readSection(type, content, draft);
};

interface Section {
  /** Four letters. */
  readonly type: string;
  readonly content: ByteSource;
}

/** https://exiftool.org/TagNames/SigmaRaw.html */
async function sectionsOf(source: ByteSource): Promise<Section[]> {
  const pointer = await source.read(source.size - 4, 4);
  const start = pointer.length < 4 ? source.size : pointer.readUInt32LE(0);
  const head = await source.read(start, SECTION);
  if (head.length < SECTION || head.toString('latin1', 0, 4) !== 'SECd') return [];
  const entries = await source.read(start + SECTION, Math.min(head.readUInt32LE(8), MAX_SECTIONS) * SECTION);
  const sections: Section[] = [];
  for (let at = 0; at + SECTION <= entries.length; at += SECTION) {
    const content = partOf(source, entries.readUInt32LE(at), entries.readUInt32LE(at + 4));
    sections.push({ type: entries.toString('latin1', at + 8, at + SECTION), content });
  }
  // Newer cameras write EXIF into the larger of their JPEGs, which comes first; older ones write properties.
  const first = (type: string) => sections.filter((section) => section.type === type).slice(0, 1);
  return [...first('IMA2'), ...first('PROP')];
}

async function readSection(type: string, content: ByteSource, draft: Draft): Promise<void> {
  if (type === 'PROP') draft.photo = supplement(draft.photo, await x3fProperties(content));
  const head = await content.read(0, IMAGE_HEADER);
  if (type !== 'IMA2' || head.length < IMAGE_HEADER || head.readUInt32LE(12) !== JPEG) return;
  await readPreview(partOf(content, IMAGE_HEADER, content.size), draft);
}
