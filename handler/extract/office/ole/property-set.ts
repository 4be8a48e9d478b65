import { decodeCodePage } from '../../code-page.ts';
import { fileTime } from './file-time.ts';

/** The properties of a document by number: text, numbers, and times as ISO 8601. */
export type PropertySet = ReadonlyMap<number, string | number>;

const MAX_PROPERTIES = 1000;
const MAX_TEXT = 4096;
const CODE_PAGE = 1;
const WESTERN = 1252;
const MAC_ROMAN = 10000;
/** Of the stream: what wrote it, in the higher half of its fifth to eighth byte. */
const SYSTEM = 6;
const MACINTOSH = 1;

/**
 * Reads the first section of a property set stream. Never throws: what is damaged is left out.
 * https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-oleps
 */
export function propertySet(stream: Buffer | undefined): PropertySet {
  const found = new Map<number, string | number>();
  if (stream === undefined || stream.length < 48) return found;
  const section = stream.subarray(stream.readUInt32LE(44));
  if (section.length < 8) return found;
  const count = Math.min(section.readUInt32LE(4), MAX_PROPERTIES, Math.floor((section.length - 8) / 8));
  const places = Array.from({ length: count }, (_, index) => ({
    id: section.readUInt32LE(8 + index * 8),
    value: section.subarray(section.readUInt32LE(12 + index * 8)),
  }));
  const codePage = places.find(({ id }) => id === CODE_PAGE)?.value;
  const page =
    codePage !== undefined && codePage.length >= 6 ? codePage.readUInt16LE(4) : pageOfSystem(stream);
  for (const { id, value } of places) {
    const read = value.length >= 8 ? propertyValue(value, page) : undefined;
    if (read !== undefined) found.set(id, read);
  }
  return found;
}

/** Where no code page is stated. */
function pageOfSystem(stream: Buffer): number {
  return stream.readUInt16LE(SYSTEM) === MACINTOSH ? MAC_ROMAN : WESTERN;
}

/** The types of values that documents use: https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-oaut */
const INT16 = 2;
const INT32 = 3;
const UNSIGNED_16 = 0x12;
const UNSIGNED_32 = 0x13;
const CODE_PAGE_TEXT = 0x1e;
const WIDE_TEXT = 0x1f;
const FILE_TIME = 0x40;

function propertyValue(value: Buffer, codePage: number): string | number | undefined {
  const type = value.readUInt16LE(0);
  if (type === INT16) return value.readInt16LE(4);
  if (type === INT32) return value.readInt32LE(4);
  if (type === UNSIGNED_16) return value.readUInt16LE(4);
  if (type === UNSIGNED_32) return value.readUInt32LE(4);
  if (type === FILE_TIME) return fileTime(value, 4);
  const length = Math.min(value.readUInt32LE(4), MAX_TEXT);
  if (type === CODE_PAGE_TEXT) return decodeCodePage(value.subarray(8, 8 + length), codePage);
  if (type === WIDE_TEXT) return decodeCodePage(value.subarray(8, 8 + length * 2), 1200);
  return undefined;
}
