import type { ByteSource } from '../../byte-source.ts';
import { decodeBytes } from '../../decode-bytes.ts';
import type { Draft } from '../../reader.ts';
import { addTag } from '../tags/add-tag.ts';
import { type Chunk, chunks, contentOf } from './chunks.ts';

const MAX_ITEMS = 100;
const MAX_TEXT = 4096;

/** Reads a `LIST` of type `INFO`: texts under names of four letters, in UTF-8 or else Windows' Latin. */
export async function readInfoList(
  source: ByteSource,
  list: Chunk,
  draft: Draft,
  bigEndian = false,
): Promise<void> {
  for await (const item of chunks(source, list.content + 4, list.end, MAX_ITEMS, bigEndian)) {
    const bytes = await contentOf(source, item, MAX_TEXT);
    const end = bytes.indexOf(0);
    addTag(draft, item.id, decode(end < 0 ? bytes : bytes.subarray(0, end)));
  }
}

function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? decodeBytes(bytes, 'windows-1252') : text;
}
