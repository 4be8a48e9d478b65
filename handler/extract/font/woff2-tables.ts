import { brotliDecompressSync } from 'node:zlib';
import type { ByteSource } from '../byte-source.ts';
import { exactBytes } from '../exact-bytes.ts';
import { UnreadableError } from '../unreadable-error.ts';
import type { FontTables } from './sfnt-tables.ts';
import { KNOWN_TAGS } from './woff2-tags.ts';

/** https://www.w3.org/TR/WOFF2/ */
const HEADER = 48;
const COLLECTION = 'ttcf';
const MAX_TABLES = 256;
const MAX_DIRECTORY = 8192;
/** Larger fonts are not unpacked. */
const MAX_PACKED = 4 * 1024 * 1024;
const MAX_UNPACKED = 16 * 1024 * 1024;
const OTHER_TAG = 63;
/** Tables whose outlines are stored in another form unless the version says otherwise. */
const TRANSFORMED = ['glyf', 'loca'];
const NOT_TRANSFORMED = 3;

/**
 * The tables of a WOFF2 font, which are packed as one stream. A collection, and a font of more than 4 MiB packed or
 * 16 MiB unpacked, has none here.
 */
export async function woff2Tables(source: ByteSource): Promise<FontTables> {
  const header = await exactBytes(source, 0, HEADER);
  if (header.toString('latin1', 0, 4) !== 'wOF2')
    throw new UnreadableError('it does not begin as WOFF2 does');
  const count = header.readUInt16BE(12);
  const packed = header.readUInt32BE(20);
  if (header.toString('latin1', 4, 8) === COLLECTION || packed > MAX_PACKED || count > MAX_TABLES)
    return NO_TABLES;
  const { places, end, unpacked } = placesIn(await source.read(HEADER, MAX_DIRECTORY), count);
  if (unpacked > MAX_UNPACKED) return NO_TABLES;
  const stream = unpack(await exactBytes(source, HEADER + end, packed));
  return {
    table: async (tag) => {
      const place = places.get(tag);
      return place && stream.subarray(place.offset, place.offset + place.length);
    },
  };
}

function unpack(packed: Buffer): Buffer {
  try {
    return brotliDecompressSync(packed, { maxOutputLength: MAX_UNPACKED });
  } catch (cause) {
    throw new UnreadableError('its tables are damaged', { cause });
  }
}

const NO_TABLES: FontTables = { table: async () => undefined };

interface Place {
  readonly offset: number;
  readonly length: number;
}

function placesIn(directory: Buffer, count: number) {
  const places = new Map<string, Place>();
  let at = 0;
  let offset = 0;
  const byte = () => {
    const value = directory[at];
    if (value === undefined) throw new UnreadableError('its list of tables is cut off');
    at += 1;
    return value;
  };
  const number = () => {
    let value = 0;
    for (let digit = 0; digit < 5; digit += 1) {
      const next = byte();
      value = value * 128 + (next & 0x7f);
      if (next < 0x80) break;
    }
    return value;
  };
  const tagText = (index: number) => {
    if (index !== OTHER_TAG) return KNOWN_TAGS[index] ?? '';
    return String.fromCharCode(byte(), byte(), byte(), byte());
  };
  for (let index = 0; index < count; index += 1) {
    const flags = byte();
    const tag = tagText(flags & 0x3f);
    const version = flags >> 6;
    const original = number();
    const isTransformed = TRANSFORMED.includes(tag) ? version !== NOT_TRANSFORMED : version !== 0;
    const length = isTransformed ? number() : original;
    places.set(tag, { offset, length });
    offset += length;
  }
  return { places, end: at, unpacked: offset };
}
