/** What the central directory says of one file or folder in a zip. */
export interface ZipEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly isEncrypted: boolean;
  /** As the format numbers it: 0 is stored, 8 is deflate. */
  readonly method: number;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  /** Where its local header stands, by the directory's own count. */
  readonly headerOffset: number;
}

/** Length of a record in the central directory, without its three texts. */
const FIXED = 46;
const SIGNATURE = 0x02014b50;
const UTF8_NAMES = 0x800;
const ENCRYPTED = 1;
const ZIP64_EXTRA = 1;
const IN_ZIP64 = 0xffffffff;

/** The record that begins at a place of the central directory, and how long it is; undefined where it is no whole record. */
export function zipEntryAt(
  bytes: Buffer,
  at: number,
): { readonly entry: ZipEntry; readonly length: number } | undefined {
  if (at + FIXED > bytes.length || bytes.readUInt32LE(at) !== SIGNATURE) return undefined;
  const nameLength = bytes.readUInt16LE(at + 28);
  const extraLength = bytes.readUInt16LE(at + 30);
  const length = FIXED + nameLength + extraLength + bytes.readUInt16LE(at + 32);
  if (at + length > bytes.length) return undefined;
  const flags = bytes.readUInt16LE(at + 8);
  const rawName = bytes.subarray(at + FIXED, at + FIXED + nameLength);
  const name = rawName.toString((flags & UTF8_NAMES) !== 0 ? 'utf8' : 'latin1').replaceAll('\\', '/');
  const extra = bytes.subarray(at + FIXED + nameLength, at + FIXED + nameLength + extraLength);
  const [uncompressedBytes, compressedBytes, headerOffset] = withZip64(extra, [
    bytes.readUInt32LE(at + 24),
    bytes.readUInt32LE(at + 20),
    bytes.readUInt32LE(at + 42),
  ]);
  return {
    length,
    entry: {
      name,
      isFolder: name.endsWith('/'),
      isEncrypted: (flags & ENCRYPTED) !== 0,
      method: bytes.readUInt16LE(at + 10),
      compressedBytes,
      uncompressedBytes,
      headerOffset,
    },
  };
}

type Sizes = readonly [uncompressed: number, compressed: number, offset: number];

/** The extra field holds, in this order, only those of the three that do not fit into 32 bits. */
function withZip64(extra: Buffer, sizes: Sizes): Sizes {
  if (!sizes.includes(IN_ZIP64)) return sizes;
  let wide = extraField(extra, ZIP64_EXTRA);
  const next = (narrow: number): number => {
    if (narrow !== IN_ZIP64 || wide.length < 8) return narrow;
    const value = Number(wide.readBigUInt64LE(0));
    wide = wide.subarray(8);
    return value;
  };
  return [next(sizes[0]), next(sizes[1]), next(sizes[2])];
}

function extraField(extra: Buffer, id: number): Buffer {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return Buffer.alloc(0);
}
