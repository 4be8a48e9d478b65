import type { ByteSource } from '../byte-source.ts';
import { exactBytes } from '../exact-bytes.ts';

/** The tables of one font by their four letters. */
export interface FontTables {
  /** At most 1 MiB from its beginning; undefined when the font has none of the name. */
  table(tag: string): Promise<Buffer | undefined>;
}

/** What limits the reading of one table. */
export const MAX_TABLE = 1024 * 1024;

const HEADER = 12;
const RECORD = 16;

/** The tables of a TrueType or OpenType font that begins at a place of the file. */
export async function sfntTables(source: ByteSource, start: number): Promise<FontTables> {
  const count = (await exactBytes(source, start, HEADER)).readUInt16BE(4);
  const directory = await exactBytes(source, start + HEADER, count * RECORD);
  const places = new Map(
    Array.from({ length: count }, (_, index) => {
      const record = directory.subarray(index * RECORD, (index + 1) * RECORD);
      return [
        record.toString('latin1', 0, 4),
        { offset: record.readUInt32BE(8), length: record.readUInt32BE(12) },
      ] as const;
    }),
  );
  return {
    table: async (tag) => {
      const place = places.get(tag);
      return place && source.read(place.offset, Math.min(place.length, MAX_TABLE));
    },
  };
}
