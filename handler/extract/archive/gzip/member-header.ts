/** What stands before each of the packed files that a gzip strings together: https://www.rfc-editor.org/rfc/rfc1952 */
export interface MemberHeader {
  /** Of the file that was packed. */
  readonly name: string | undefined;
  readonly comment: string | undefined;
  /** Where the packed data begin, from the header's beginning on. */
  readonly bytes: number;
}

const FIXED = 10;
const CHECKSUM = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
/** Of its bytes, what is looked at: as much as names take, and what programs add. */
export const MAX_HEADER = 4096;

/** Reads the header that the bytes begin with; undefined when they do not begin with one. */
export function memberHeader(bytes: Buffer): MemberHeader | undefined {
  if (bytes.length < FIXED || bytes.readUInt16BE(0) !== 0x1f8b || bytes[2] !== 8) return undefined;
  const flags = bytes.readUInt8(3);
  const hasExtra = (flags & EXTRA) !== 0 && bytes.length >= FIXED + 2;
  const afterExtra = FIXED + (hasExtra ? 2 + bytes.readUInt16LE(FIXED) : 0);
  const [name, afterName] = (flags & NAME) !== 0 ? textAt(bytes, afterExtra) : [undefined, afterExtra];
  const [comment, end] = (flags & COMMENT) !== 0 ? textAt(bytes, afterName) : [undefined, afterName];
  return { name, comment, bytes: end + ((flags & CHECKSUM) === 0 ? 0 : 2) };
}

function textAt(bytes: Buffer, at: number): readonly [string | undefined, number] {
  const end = bytes.indexOf(0, at);
  return end < 0 ? [undefined, at] : [bytes.toString('latin1', at, end) || undefined, end + 1];
}
