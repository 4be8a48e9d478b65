import { decodeCodePage } from '../../code-page.ts';

/** What the first records of an Excel workbook say. */
export interface WorkbookStart {
  readonly sheetNames: readonly string[];
  readonly encrypted: boolean;
  /** What follows does not matter. */
  readonly ended: boolean;
}

const END = 0x0a;
const FILE_PASS = 0x2f;
const CODE_PAGE = 0x42;
const BOUND_SHEET = 0x85;
const BEGIN = 0x809;
const BIFF8 = 0x600;
const WESTERN = 1252;
/** Kinds of sheets: worksheets and charts are seen by users, macros are not. */
const SEEN = [0, 2];

/** How texts are stored. */
interface TextFormat {
  /** Since Excel 97 a flag says whether a name is in UTF-16 or in Latin 1. */
  hasFlag: boolean;
  codePage: number;
}

/**
 * Reads an Excel 5 to 2003 workbook's records up to the end of the list of its sheets; all texts of cells follow it. In an
 * encrypted one the names are, too.
 */
export function workbookStart(stream: Buffer): WorkbookStart {
  const sheetNames: string[] = [];
  const format: TextFormat = { hasFlag: true, codePage: WESTERN };
  let previous = BEGIN;
  for (const { type, data } of recordsOf(stream)) {
    const ended = type === END || (previous === BOUND_SHEET && type !== BOUND_SHEET);
    if (ended || type === FILE_PASS) return { sheetNames, encrypted: type === FILE_PASS, ended: true };
    noteFormat(format, type, data);
    if (isSeenSheet(type, data)) sheetNames.push(sheetName(data, format));
    previous = type;
  }
  return { sheetNames, encrypted: false, ended: false };
}

function* recordsOf(stream: Buffer): Generator<{ readonly type: number; readonly data: Buffer }> {
  for (let at = 0; at + 4 <= stream.length; ) {
    const type = stream.readUInt16LE(at);
    const data = stream.subarray(at + 4, at + 4 + stream.readUInt16LE(at + 2));
    yield { type, data };
    at += 4 + data.length;
  }
}

function noteFormat(format: TextFormat, type: number, data: Buffer): void {
  if (data.length < 2) return;
  if (type === BEGIN) format.hasFlag = data.readUInt16LE(0) >= BIFF8;
  if (type === CODE_PAGE) format.codePage = data.readUInt16LE(0);
}

function isSeenSheet(type: number, data: Buffer): boolean {
  return type === BOUND_SHEET && data.length > 8 && SEEN.includes(data.readUInt8(5));
}

function sheetName(data: Buffer, { hasFlag, codePage }: TextFormat): string {
  const length = data.readUInt8(6);
  if (!hasFlag) return decodeCodePage(data.subarray(7, 7 + length), codePage);
  const isWide = (data.readUInt8(7) & 1) !== 0;
  return data.toString(isWide ? 'utf16le' : 'latin1', 8, 8 + length * (isWide ? 2 : 1));
}
