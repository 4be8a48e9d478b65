const NUMBER = 0;
const BOOLEAN = 1;
const STRING = 2;
const OBJECT = 3;
const ECMA_ARRAY = 8;
const STRICT_ARRAY = 10;
const DATE = 11;
const MAX_FIELDS = 200;
const MAX_DEPTH = 4;

type Value = number | string | boolean | undefined;

/**
 * The fields of `onMetaData` that are numbers, texts or truths, from the script data of Flash (AMF 0); undefined for
 * script data of another name. Fields of lists and objects in it are passed over; what is cut short ends it.
 */
export function readScriptData(bytes: Buffer): ReadonlyMap<string, Value> | undefined {
  const cursor = { at: 0 };
  if (readValue(bytes, cursor, undefined, 0) !== 'onMetaData') return undefined;
  const fields = new Map<string, Value>();
  readValue(bytes, cursor, fields, 0);
  return fields;
}

interface Cursor {
  at: number;
}

function readValue(
  bytes: Buffer,
  cursor: Cursor,
  fields: Map<string, Value> | undefined,
  depth: number,
): Value {
  const type = bytes[cursor.at];
  const start = cursor.at + 1;
  cursor.at = bytes.length;
  if (type === NUMBER && start + 8 <= bytes.length) {
    cursor.at = start + 8;
    return bytes.readDoubleBE(start);
  }
  if (type === BOOLEAN) {
    cursor.at = start + 1;
    return bytes[start] === 1;
  }
  if (type === STRING) return readString(bytes, cursor, start);
  if (type === DATE) cursor.at = start + 10;
  else if (depth < MAX_DEPTH) readList(bytes, cursor, type, start, fields, depth + 1);
  return undefined;
}

function readList(
  bytes: Buffer,
  cursor: Cursor,
  type: number | undefined,
  start: number,
  fields: Map<string, Value> | undefined,
  depth: number,
): void {
  if (type === OBJECT || type === ECMA_ARRAY) {
    cursor.at = type === OBJECT ? start : start + 4;
    readFields(bytes, cursor, fields, depth);
  } else if (type === STRICT_ARRAY && start + 4 <= bytes.length) {
    cursor.at = start + 4;
    const count = bytes.readUInt32BE(start);
    for (let item = 0; item < count && cursor.at < bytes.length; item += 1) {
      readValue(bytes, cursor, undefined, depth);
    }
  }
}

/** An empty name ends them. */
function readFields(
  bytes: Buffer,
  cursor: Cursor,
  fields: Map<string, Value> | undefined,
  depth: number,
): void {
  for (let count = 0; count < MAX_FIELDS && cursor.at + 2 <= bytes.length; count += 1) {
    const name = readString(bytes, cursor, cursor.at);
    if (name === '') {
      cursor.at += 1;
      return;
    }
    fields?.set(name, readValue(bytes, cursor, undefined, depth));
  }
}

function readString(bytes: Buffer, cursor: Cursor, start: number): string {
  if (start + 2 > bytes.length) {
    cursor.at = bytes.length;
    return '';
  }
  cursor.at = start + 2 + bytes.readUInt16BE(start);
  return bytes.toString('utf8', start + 2, cursor.at);
}
