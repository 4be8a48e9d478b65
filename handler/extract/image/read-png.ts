import { inflateSync } from 'node:zlib';
import { type ByteSource, partOf } from '../byte-source.ts';
import { exactBytes } from '../exact-bytes.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { exifBlock } from './exif-block.ts';
import { type PngChunk, pngChunks } from './png-chunks.ts';
import { describePngText, isPngKeyword, mostTrustedFirst } from './png-text.ts';
import { readAhead } from './read-ahead.ts';
import { readExif } from './read-exif.ts';
import { textOfBytes } from './text-of-bytes.ts';

/** With the zero that ends it. */
const MAX_KEYWORD = 80;
const MAX_TEXT_BYTES = 1024 * 1024;
const MAX_INFLATED_BYTES = 1024 * 1024;

/** Reads a PNG's size, colours and frames, and what its text and EXIF chunks say. */
export const readPng: Reader = async ({ source: file }, draft) => {
  const source = readAhead(file);
  const seen = new Set<string>();
  const texts = new Map<string, Buffer>();
  for await (const chunk of pngChunks(source)) {
    if (TEXTS.has(chunk.type)) await keepText(source, chunk, texts);
    else if (!seen.has(chunk.type)) await readChunk(source, chunk, draft);
    seen.add(chunk.type);
  }
  for (const [keyword, value] of mostTrustedFirst(texts)) await describePngText(keyword, value, draft);
  if (draft.image?.widthPixels === undefined) throw new UnreadableError('it has no header');
};

const TEXTS: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt']);

async function readChunk(source: ByteSource, chunk: PngChunk, draft: Draft): Promise<void> {
  const { type, start, length } = chunk;
  if (type === 'IHDR') await readHeader(source, chunk, draft);
  else if (type === 'acTL') await readAnimation(source, chunk, draft);
  else if (type === 'tRNS') draft.image = { ...draft.image, hasAlpha: true };
  else if (type === 'eXIf') await readExif(await exifBlock(partOf(source, start, length)), draft);
}

const COLORS = {
  0: { colorModel: 'grey', channels: 1 },
  2: { colorModel: 'rgb', channels: 3 },
  3: { colorModel: 'indexed', channels: 1 },
  4: { colorModel: 'grey', channels: 2, hasAlpha: true },
  6: { colorModel: 'rgb', channels: 4, hasAlpha: true },
} as const;

async function readHeader(source: ByteSource, { start }: PngChunk, draft: Draft): Promise<void> {
  const bytes = await exactBytes(source, start, 13);
  const color = bytes.readUInt8(9);
  draft.image = {
    widthPixels: bytes.readUInt32BE(0),
    heightPixels: bytes.readUInt32BE(4),
    bitsPerChannel: bytes.readUInt8(8),
    ...(isColor(color) ? COLORS[color] : {}),
  };
}

function isColor(value: number): value is keyof typeof COLORS {
  return Object.hasOwn(COLORS, value);
}

async function readAnimation(source: ByteSource, { start }: PngChunk, draft: Draft): Promise<void> {
  const bytes = await exactBytes(source, start, 8);
  draft.image = { ...draft.image, frames: bytes.readUInt32BE(0) };
}

/** Of the keywords that say something, the first of each. */
async function keepText(source: ByteSource, chunk: PngChunk, texts: Map<string, Buffer>): Promise<void> {
  const { type, start, length } = chunk;
  const keyword = textOfBytes(await source.read(start, Math.min(length, MAX_KEYWORD)));
  if (keyword === undefined || texts.has(keyword) || !isPngKeyword(keyword) || length > MAX_TEXT_BYTES)
    return;
  const data = await source.read(start, length);
  const value = data.subarray(data.indexOf(0) + 1);
  if (type === 'tEXt') texts.set(keyword, value);
  else texts.set(keyword, type === 'iTXt' ? internationalText(value) : inflated(value.subarray(1)));
}

/** After the keyword: whether it is compressed, how, its language and the translated keyword, each ended by zero. */
function internationalText(data: Buffer): Buffer {
  const language = data.indexOf(0, 2);
  const translated = data.indexOf(0, language + 1);
  if (language < 0 || translated < 0) return Buffer.alloc(0);
  const text = data.subarray(translated + 1);
  return data[0] === 1 ? inflated(text) : text;
}

function inflated(data: Buffer): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: MAX_INFLATED_BYTES });
  } catch {
    return Buffer.alloc(0);
  }
}
