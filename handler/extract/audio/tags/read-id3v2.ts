import { type ByteSource, partOf, sourceOfBytes } from '../../byte-source.ts';
import type { Draft } from '../../reader.ts';
import { addTag } from './add-tag.ts';
import { genreOf } from './genres.ts';
import { decodeId3Text } from './id3-text.ts';

const HEADER = 10;
const FOOTER = 0x10;
const UNSYNCHRONISED = 0x80;
const EXTENDED = 0x40;
const MAX_FRAMES = 200;
/** Pictures are passed over; what is behind this much of them is not looked for. */
const MAX_TAG = 256 * 1024 * 1024;
/** Of a tag that has to be read as a whole. */
const MAX_UNSAFE = 256 * 1024;
const MAX_TEXT = 4096;
/** Of a frame in version 2.4: compressed or encrypted. */
const UNREADABLE = 0x0c;
const UNSYNCHRONISED_FRAME = 0x02;
const DATA_LENGTH = 0x01;
const DAYS = new Set(['TDAT', 'TDA']);

interface Layout {
  readonly version: number;
  readonly idLength: number;
  readonly headerLength: number;
  /** Bytes of zero were put in so that nothing looks like a frame of sound. */
  readonly unsynchronised: boolean;
}

/**
 * Reads an ID3v2 tag (https://id3.org/id3v2.4.0-structure) at a position, frame by frame, and resolves to its
 * length: 0 when there is none.
 */
export async function readId3v2(source: ByteSource, position: number, draft: Draft): Promise<number> {
  const header = await source.read(position, HEADER);
  if (header.length < HEADER || header.toString('latin1', 0, 3) !== 'ID3') return 0;
  const version = header.readUInt8(3);
  const flags = header.readUInt8(5);
  const length = syncSafe(header, 6);
  if (version < 2 || version > 4 || length > MAX_TAG) return HEADER;
  await readTag(partOf(source, position + HEADER, length), version, flags, draft);
  return HEADER + length + ((flags & FOOTER) !== 0 && version === 4 ? HEADER : 0);
}

/** Before version 2.4 all of a tag was made safe at once, lengths included. */
async function readTag(tag: ByteSource, version: number, flags: number, draft: Draft): Promise<void> {
  const unsynchronised = (flags & UNSYNCHRONISED) !== 0;
  const asWhole = unsynchronised && version < 4;
  const frames = asWhole ? sourceOfBytes(resynchronised(await tag.read(0, MAX_UNSAFE))) : tag;
  const layout: Layout = {
    version,
    idLength: version === 2 ? 3 : 4,
    headerLength: version === 2 ? 6 : 10,
    unsynchronised: unsynchronised && !asWhole,
  };
  await readFrames(frames, await extendedHeader(frames, version, flags), layout, draft);
}

async function extendedHeader(tag: ByteSource, version: number, flags: number): Promise<number> {
  if ((flags & EXTENDED) === 0 || version === 2) return 0;
  const bytes = await tag.read(0, 4);
  if (bytes.length < 4) return 0;
  return version === 4 ? syncSafe(bytes, 0) : bytes.readUInt32BE(0) + 4;
}

async function readFrames(tag: ByteSource, start: number, layout: Layout, draft: Draft): Promise<void> {
  const hadDate = draft.tags?.date !== undefined;
  let day = '';
  let position = start;
  for (let count = 0; count < MAX_FRAMES; count += 1) {
    const header = await tag.read(position, layout.headerLength);
    const id = header.toString('latin1', 0, layout.idLength);
    if (header.length < layout.headerLength || !/^[A-Z][A-Z0-9 ]+$/.test(id)) break;
    const content = position + layout.headerLength;
    const length = await frameLength(tag, header, content, layout);
    const bytes = isText(id) ? await readContent(tag, header, content, length, layout) : undefined;
    if (bytes !== undefined) addText(draft, id, bytes);
    if (bytes !== undefined && DAYS.has(id)) day = textOf(bytes);
    position = content + length;
  }
  if (!hadDate) addDay(draft, day);
}

function textOf(bytes: Buffer): string {
  return decodeId3Text(bytes[0] ?? 0, bytes.subarray(1))[0] ?? '';
}

/** Before version 2.4 the year had a frame of its own, and the day and the month, as `DDMM`, another. */
function addDay(draft: Draft, text: string): void {
  const [, day, month] = /^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])$/.exec(text.trim()) ?? [];
  const year = draft.tags?.date;
  if (day !== undefined && year !== undefined && /^\d{4}$/.test(year))
    draft.tags = { ...draft.tags, date: `${year}-${month}-${day}` };
}

function isText(id: string): boolean {
  return id.startsWith('T') || id === 'COMM' || id === 'COM';
}

/** iTunes once wrote the lengths of version 2.4 as those of 2.3: what follows tells. */
async function frameLength(
  source: ByteSource,
  header: Buffer,
  content: number,
  { version }: Layout,
): Promise<number> {
  if (version === 2) return header.readUIntBE(3, 3);
  const plain = header.readUInt32BE(4);
  if (version === 3 || plain < 0x80) return plain;
  const safe = syncSafe(header, 4);
  if ((plain & 0x80808080) !== 0) return plain;
  return (await isFrameOrEnd(source, content + safe)) || !(await isFrameOrEnd(source, content + plain))
    ? safe
    : plain;
}

async function isFrameOrEnd(source: ByteSource, position: number): Promise<boolean> {
  const id = (await source.read(position, 4)).toString('latin1');
  return /^(?:[A-Z][A-Z0-9]{3}|\0{4}|ID3.|\xff.*)$/s.test(id);
}

/** The content of a frame, as far as a text needs; undefined when it is compressed or encrypted. */
async function readContent(
  source: ByteSource,
  header: Buffer,
  content: number,
  length: number,
  { version, unsynchronised }: Layout,
): Promise<Buffer | undefined> {
  const flags = version === 4 ? (header[9] ?? 0) : 0;
  if ((flags & UNREADABLE) !== 0) return undefined;
  const skipped = (flags & DATA_LENGTH) === 0 ? 0 : 4;
  const raw = await source.read(content + skipped, Math.max(0, Math.min(length - skipped, MAX_TEXT)));
  return unsynchronised || (flags & UNSYNCHRONISED_FRAME) !== 0 ? resynchronised(raw) : raw;
}

function addText(draft: Draft, id: string, bytes: Buffer): void {
  const texts = decodeId3Text(bytes[0] ?? 0, bytes.subarray(1));
  const [name = '', ...values] = texts;
  if (id.startsWith('COM')) addTag(draft, id, commentOf(bytes));
  else if (id.startsWith('TXX')) addTag(draft, name, values.join('; '));
  else addTag(draft, id, id === 'TCON' || id === 'TCO' ? genreOf(texts.join('; ')) : texts.join('; '));
}

/** A language, what kind of comment it is, the comment. Programs keep numbers in those that have a kind. */
function commentOf(bytes: Buffer): string {
  const [kind = '', ...text] = decodeId3Text(bytes[0] ?? 0, bytes.subarray(4));
  return kind === '' ? text.join(' ') : '';
}

function resynchronised(bytes: Buffer): Buffer {
  return Buffer.from(bytes.filter((byte, at) => byte !== 0 || bytes[at - 1] !== 0xff));
}

/** Seven bits a byte. */
function syncSafe(bytes: Buffer, position: number): number {
  return bytes.subarray(position, position + 4).reduce((value, byte) => value * 128 + (byte & 0x7f), 0);
}
