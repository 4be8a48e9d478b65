const SHEET = 156;
const MAX_RECORDS = 100_000;
/** State and identifier, before the two texts. */
const SHEET_HEAD = 8;
const NO_TEXT = 0xffffffff;

/**
 * The names of the sheets that the main part of a binary workbook lists, up to where it is damaged.
 * https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-xlsb
 */
export function binarySheetNames(workbook: Buffer): readonly string[] {
  const names: string[] = [];
  let at = 0;
  for (let count = 0; count < MAX_RECORDS && at < workbook.length; count += 1) {
    const type = variableNumber(workbook, at, 2);
    const length = variableNumber(workbook, type.end, 4);
    const data = workbook.subarray(length.end, length.end + length.value);
    const name = type.value === SHEET ? sheetName(data) : undefined;
    if (name !== undefined) names.push(name);
    at = length.end + length.value;
  }
  return names;
}

/** Behind it stands a text that links to the sheet's part. */
function sheetName(data: Buffer): string | undefined {
  const link = textAt(data, SHEET_HEAD);
  return link === undefined ? undefined : textAt(data, link.end)?.text;
}

function textAt(data: Buffer, at: number): { readonly text: string; readonly end: number } | undefined {
  if (at + 4 > data.length) return undefined;
  const length = data.readUInt32LE(at);
  if (length === NO_TEXT) return { text: '', end: at + 4 };
  const end = at + 4 + length * 2;
  return end > data.length ? undefined : { text: data.toString('utf16le', at + 4, end), end };
}

/** Seven bits a byte, lowest first; the highest bit says that another byte follows, up to `most` of them. */
function variableNumber(bytes: Buffer, start: number, most: number): { value: number; end: number } {
  let value = 0;
  for (let index = 0; index < most; index += 1) {
    const byte = bytes[start + index] ?? 0;
    value += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  return { value, end: start + most };
}
