import { boxes } from '../boxes.ts';
import { type ByteSource, partOf } from '../byte-source.ts';

/** What an item of a HEIF file is like. */
export interface HeifProperty {
  /** Four characters: `ispe` for a size, `irot` for a rotation, `hvcC` for how HEVC was used... */
  readonly type: string;
  readonly content: Buffer;
}

const MAX_PROPERTIES = 5000;
const MAX_PROPERTY_BYTES = 256;
const MAX_ASSOCIATIONS = 100_000;

/** The properties of one item out of the `iprp` box, in the order in which they apply; and all that there are. */
export async function heifProperties(
  iprp: ByteSource,
  item: number,
): Promise<{ readonly own: HeifProperty[]; readonly all: HeifProperty[] }> {
  const all: HeifProperty[] = [];
  let indices: number[] = [];
  for await (const box of boxes(iprp, 0, iprp.size, 16)) {
    if (box.type === 'ipco')
      all.push(...(await propertiesIn(partOf(iprp, box.content, box.end - box.content))));
    if (box.type === 'ipma') {
      const found = associationsOf(await iprp.read(box.content, box.end - box.content), item);
      indices = [...indices, ...found];
    }
  }
  const own = indices.flatMap((index) => all[index - 1] ?? []);
  return { own, all };
}

async function propertiesIn(ipco: ByteSource): Promise<HeifProperty[]> {
  const properties: HeifProperty[] = [];
  for await (const { type, content, end } of boxes(ipco, 0, ipco.size, MAX_PROPERTIES)) {
    properties.push({ type, content: await ipco.read(content, Math.min(end - content, MAX_PROPERTY_BYTES)) });
  }
  return properties;
}

/** The item's properties, counted from 1. */
function associationsOf(bytes: Buffer, wanted: number): number[] {
  if (bytes.length < 8) return [];
  const longIds = bytes.readUInt8(0) >= 1;
  const indexBytes = (bytes.readUInt8(3) & 1) === 1 ? 2 : 1;
  const entries = Math.min(bytes.readUInt32BE(4), MAX_ASSOCIATIONS);
  const idBytes = longIds ? 4 : 2;
  let at = 8;
  for (let entry = 0; entry < entries && at + idBytes < bytes.length; entry += 1) {
    const id = bytes.readUIntBE(at, idBytes);
    const count = bytes.readUInt8(at + idBytes);
    const start = at + idBytes + 1;
    at = start + count * indexBytes;
    if (id === wanted) return indicesIn(bytes.subarray(start, at), indexBytes);
  }
  return [];
}

/** The highest bit says that the property is essential. */
function indicesIn(bytes: Buffer, width: 1 | 2): number[] {
  const indices: number[] = [];
  for (let at = 0; at + width <= bytes.length; at += width) {
    indices.push(width === 1 ? bytes.readUInt8(at) & 0x7f : bytes.readUInt16BE(at) & 0x7fff);
  }
  return indices;
}
