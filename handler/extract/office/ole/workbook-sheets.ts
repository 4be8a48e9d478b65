import { decodeCodePage } from '../../code-page.ts';

/** What the first records of an Excel workbook say. */
export interface WorkbookStart {
  readonly sheetNames: readonly string[];
  readonly encrypted: boolean;
}

const END = 0x0a;
const FILE_PASS = 0x2f;
const CODE_PAGE = 0x42;
const BOUND_SHEET = 0x85;
const BEGIN = 0x809;
const BIFF8 = 0x600;
/** Kinds of sheets: worksheets and charts are seen by users, macros are not. */
const SEEN = [0, 2];

/** Reads an Excel 5 to 2003 workbook's records up to the end of its global part. In an encrypted one the names are, too. */
export function workbookStart(stream: Buffer): WorkbookStart {
  const sheetNames: string[] = [];
  let wide = true;
  let codePage = 1252;
  for (const { type, data } of recordsOf(stream)) {
    if (type === FILE_PASS) return { sheetNames, encrypted: true };
    if (type === BEGIN && data.length >= 2) wide = data.readUInt16LE(0) >= BIFF8;
    if (type === CODE_PAGE && data.length >= 2) codePage = data.readUInt16LE(0);
    if (isSeenSheet(type, data)) sheetNames.push(sheetName(data, wide, codePage));
  }
  return { sheetNames, encrypted: false };
}

function* recordsOf(stream: Buffer): Generator<{ readonly type: number; readonly data: Buffer }> {
  for (let at = 0; at + 4 <= stream.length; ) {
    const type = stream.readUInt16LE(at);
    const data = stream.subarray(at + 4, at + 4 + stream.readUInt16LE(at + 2));
    if (type === END) return;
    yield { type, data };
    at += 4 + data.length;
  }
}

function isSeenSheet(type: number, data: Buffer): boolean {
  return type === BOUND_SHEET && data.length > 8 && SEEN.includes(data.readUInt8(5));
}

/** Since Excel 97 a flag says whether the name is in UTF-16 or in Latin 1. */
function sheetName(data: Buffer, hasFlag: boolean, codePage: number): string {
  const length = data.readUInt8(6);
  if (!hasFlag) return decodeCodePage(data.subarray(7, 7 + length), codePage);
  const isWide = (data.readUInt8(7) & 1) !== 0;
  return data.toString(isWide ? 'utf16le' : 'latin1', 8, 8 + length * (isWide ? 2 : 1));
}
