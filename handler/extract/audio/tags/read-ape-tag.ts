import type { ByteSource } from '../../byte-source.ts';
import type { Draft } from '../../reader.ts';
import { addTag } from './add-tag.ts';

/** The length of what ends an APE tag, and may begin it. */
export const APE_FOOTER = 32;
const MAX_ITEMS = 100;
const MAX_TAG = 64 * 1024;
const HAS_HEADER = 0x8000_0000;
/** Of an item: that it is UTF-8. */
const KIND = 6;

/** Reads an APE tag that ends at a position, and resolves to its length: 0 when there is none. */
export async function readApeTag(source: ByteSource, end: number, draft: Draft): Promise<number> {
  if (end < APE_FOOTER) return 0;
  const footer = await source.read(end - APE_FOOTER, APE_FOOTER);
  if (footer.toString('latin1', 0, 8) !== 'APETAGEX') return 0;
  const length = footer.readUInt32LE(12);
  if (length < APE_FOOTER || length > end) return 0;
  const items = await source.read(end - length, Math.min(length - APE_FOOTER, MAX_TAG));
  readItems(items, footer.readUInt32LE(16), draft);
  return length + ((footer.readUInt32LE(20) & HAS_HEADER) === 0 ? 0 : APE_FOOTER);
}

/** Each: the value's length, flags, the name, a zero, the value. Lists have zeros between. */
function readItems(bytes: Buffer, count: number, draft: Draft): void {
  let at = 0;
  for (let item = 0; item < Math.min(count, MAX_ITEMS) && at + 9 < bytes.length; item += 1) {
    const length = bytes.readUInt32LE(at);
    const flags = bytes.readUInt32LE(at + 4);
    const nameEnd = bytes.indexOf(0, at + 8);
    if (nameEnd < 0) return;
    const value = bytes.subarray(nameEnd + 1, nameEnd + 1 + length);
    if ((flags & KIND) === 0) {
      addTag(draft, bytes.toString('latin1', at + 8, nameEnd), value.toString('utf8').replaceAll('\0', '; '));
    }
    at = nameEnd + 1 + length;
  }
}
