import { inflateSync } from 'node:zlib';
import type { ByteSource } from '../byte-source.ts';
import { exactBytes } from '../exact-bytes.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { type FontTables, MAX_TABLE } from './sfnt-tables.ts';

/** https://www.w3.org/TR/WOFF/ */
const HEADER = 44;
const RECORD = 20;

/** The tables of a WOFF font, each packed on its own. */
export async function woffTables(source: ByteSource): Promise<FontTables> {
  const header = await exactBytes(source, 0, HEADER);
  if (header.toString('latin1', 0, 4) !== 'wOFF') throw new UnreadableError('it does not begin as WOFF does');
  const count = header.readUInt16BE(12);
  const directory = await exactBytes(source, HEADER, count * RECORD);
  const places = new Map(
    Array.from({ length: count }, (_, index) => {
      const record = directory.subarray(index * RECORD, (index + 1) * RECORD);
      const [offset, packed, length] = [
        record.readUInt32BE(4),
        record.readUInt32BE(8),
        record.readUInt32BE(12),
      ];
      return [record.toString('latin1', 0, 4), { offset, packed, length }] as const;
    }),
  );
  return {
    table: async (tag) => {
      const place = places.get(tag);
      if (place === undefined) return undefined;
      const length = Math.min(place.packed, MAX_TABLE);
      const bytes = await source.read(place.offset, length);
      if (bytes.length < length) throw new UnreadableError(`it ends before its table ${tag} does`);
      return place.packed < place.length ? inflated(bytes, tag) : bytes;
    },
  };
}

function inflated(packed: Buffer, tag: string): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: MAX_TABLE });
  } catch (cause) {
    throw new UnreadableError(`its table ${tag} is damaged`, { cause });
  }
}
