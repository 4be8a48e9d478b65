import { boxes } from '../boxes.ts';
import { type ByteSource, partOf } from '../byte-source.ts';

export interface HeifItem {
  readonly id: number;
  /** `hvc1`, `av01`, `grid`, `Exif`, `mime`, ... */
  readonly type: string;
  /** Of a `mime` item; else empty. */
  readonly contentType: string;
}

const MAX_ITEMS = 20_000;
/** Of the entry that describes an item; what matters here is shorter. */
const MAX_ENTRY = 256;

/** What the `iinf` box lists. */
export async function heifItems(iinf: ByteSource): Promise<HeifItem[]> {
  const [version = 0] = await iinf.read(0, 1);
  const items: HeifItem[] = [];
  for await (const box of boxes(iinf, version === 0 ? 6 : 8, iinf.size, MAX_ITEMS)) {
    const entry = partOf(iinf, box.content, box.end - box.content);
    const bytes = await entry.read(0, MAX_ENTRY);
    const idBytes = (bytes[0] ?? 0) >= 3 ? 4 : 2;
    if ((bytes[0] ?? 0) < 2 || bytes.length < 10 + idBytes) continue;
    const typeAt = 4 + idBytes + 2;
    const type = bytes.toString('latin1', typeAt, typeAt + 4);
    // A name and the content type follow, each ended by zero.
    const [, contentType = ''] = bytes.toString('latin1', typeAt + 4).split('\0', 2);
    items.push({ id: bytes.readUIntBE(4, idBytes), type, contentType });
  }
  return items;
}
