import type { RarBlock, ReadBlock } from './rar-block.ts';

/** https://www.rarlab.com/technote.htm */
const CHECKSUM = 4;
const FILE = 2;
const ENCRYPTION = 4;
const END = 5;
const HAS_EXTRA = 1;
const HAS_CONTENT = 2;
const CONTINUED = 8;
const FOLDER = 1;
const SIZE_UNKNOWN = 8;
const ENCRYPTION_RECORD = 1;
const MORE_VOLUMES = 1;
const MAX_HEADER = 64 * 1024;
/** The size of a header takes at most three bytes. */
const SIZE_FIELD = 3;

/** Reads a block of RAR 5. */
export const rar5Block: ReadBlock = async (read, position) => {
  const start = await read(position, CHECKSUM + SIZE_FIELD);
  if (start === undefined) return undefined;
  const size = new Numbers(start.subarray(CHECKSUM));
  const headerBytes = size.next();
  if (headerBytes < 2 || headerBytes > MAX_HEADER) return undefined;
  const header = await read(position + CHECKSUM + size.at, headerBytes);
  return header && blockIn(header, CHECKSUM + size.at + headerBytes);
};

function blockIn(header: Buffer, before: number): RarBlock {
  const numbers = new Numbers(header);
  const type = numbers.next();
  const flags = numbers.next();
  const extraBytes = (flags & HAS_EXTRA) === 0 ? 0 : numbers.next();
  const content = (flags & HAS_CONTENT) === 0 ? 0 : numbers.next();
  const block = { length: before + content, isFolder: false, isEncrypted: false, uncompressedBytes: 0 };
  if (type === ENCRYPTION) return { ...block, kind: 'encrypted' };
  if (type === END)
    return { ...block, kind: (numbers.next() & MORE_VOLUMES) === 0 ? 'end' : 'end of volume' };
  if (type !== FILE || (flags & CONTINUED) !== 0) return { ...block, kind: 'other' };
  const fileFlags = numbers.next();
  const bytes = numbers.next();
  return {
    ...block,
    kind: 'entry',
    isFolder: (fileFlags & FOLDER) !== 0,
    isEncrypted: hasRecord(header.subarray(Math.max(0, header.length - extraBytes)), ENCRYPTION_RECORD),
    uncompressedBytes: (fileFlags & SIZE_UNKNOWN) === 0 ? bytes : 0,
  };
}

/** Numbers of seven bits a byte, the lowest first; where the bytes end, zeros. */
class Numbers {
  at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  next(): number {
    let value = 0;
    for (let digit = 0; digit < 10; digit += 1) {
      const byte = this.#bytes[this.at] ?? 0;
      this.at += 1;
      value += (byte & 0x7f) * 128 ** digit;
      if (byte < 0x80) break;
    }
    return value;
  }
}

function hasRecord(extra: Buffer, wanted: number): boolean {
  const numbers = new Numbers(extra);
  while (numbers.at < extra.length) {
    const size = numbers.next();
    const next = numbers.at + size;
    if (numbers.next() === wanted) return true;
    numbers.at = Math.max(next, numbers.at);
  }
  return false;
}
