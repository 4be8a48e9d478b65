/** The texts of a font by number: https://learn.microsoft.com/en-us/typography/opentype/spec/name */
export type FontNames = ReadonlyMap<number, string>;

const HEADER = 6;
const RECORD = 12;
const MAX_RECORDS = 4096;
const MAX_TEXT = 4096;
const UNICODE = 0;
const MACINTOSH = 1;
const WINDOWS = 3;
const AMERICAN = 0x409;

/** Reads a font's names, in English where it has them. Names that are damaged are left out. */
export function fontNames(table: Buffer): FontNames {
  const found = new Map<number, { readonly rank: number; readonly text: string }>();
  if (table.length < HEADER) return new Map();
  const storage = table.subarray(table.readUInt16BE(4));
  const count = Math.min(table.readUInt16BE(2), MAX_RECORDS, Math.floor((table.length - HEADER) / RECORD));
  for (let index = 0; index < count; index += 1) {
    const record = table.subarray(HEADER + index * RECORD, HEADER + (index + 1) * RECORD);
    const id = record.readUInt16BE(6);
    const rank = rankOf(record);
    const start = record.readUInt16BE(10);
    const bytes = storage.subarray(start, start + Math.min(record.readUInt16BE(8), MAX_TEXT));
    const text = decoded(bytes, record).trim();
    if (text !== '' && rank > (found.get(id)?.rank ?? 0)) found.set(id, { rank, text });
  }
  return new Map([...found].map(([id, { text }]) => [id, text]));
}

/** Zero for what is not understood. */
function rankOf(record: Buffer): number {
  const platform = record.readUInt16BE(0);
  const encoding = record.readUInt16BE(2);
  const language = record.readUInt16BE(4);
  if (platform === WINDOWS)
    return language === AMERICAN ? 6 : (language & 0xff) === (AMERICAN & 0xff) ? 5 : 2;
  if (platform === UNICODE) return 4;
  if (platform === MACINTOSH && encoding === 0) return language === 0 ? 3 : 1;
  return 0;
}

function decoded(bytes: Buffer, record: Buffer): string {
  const isMacintosh = record.readUInt16BE(0) === MACINTOSH;
  return new TextDecoder(isMacintosh ? 'macintosh' : 'utf-16be').decode(bytes);
}
