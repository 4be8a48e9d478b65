import type { ReadHeader } from '../header-windows.ts';
import type { RarBlock, ReadBlock } from './rar-block.ts';

/** https://acritum.com/winrar/rar-format */
const HEADER = 7;
const FILE_HEADER = 32;
const ARCHIVE = 0x73;
const FILE = 0x74;
const END = 0x7b;
const MORE_VOLUMES = 1;
const HAS_CONTENT = 0x8000;
const HEADERS_ENCRYPTED = 0x80;
const FILE_ENCRYPTED = 4;
const FOLDER = 0xe0;
const LARGE = 0x100;
/** A file that goes on from the volume before was counted there. */
const CONTINUED = 1;
const MAX_32 = 0x100000000;

const NOTHING = { isFolder: false, isEncrypted: false, uncompressedBytes: 0 };

/** Reads a block of RAR 1.5 to 4. */
export const rar4Block: ReadBlock = async (read, position) => {
  const header = await read(position, HEADER);
  const length = header?.readUInt16LE(5) ?? 0;
  if (header === undefined || length < HEADER) return undefined;
  const type = header.readUInt8(2);
  const flags = header.readUInt16LE(3);
  if (type === END)
    return { ...NOTHING, kind: (flags & MORE_VOLUMES) === 0 ? 'end' : 'end of volume', length };
  if (type === FILE) return fileBlock(read, position, length, flags);
  if (type === ARCHIVE && (flags & HEADERS_ENCRYPTED) !== 0) return { ...NOTHING, kind: 'encrypted', length };
  const content = (flags & HAS_CONTENT) === 0 ? 0 : (await read(position + HEADER, 4))?.readUInt32LE(0);
  return content === undefined ? undefined : { ...NOTHING, kind: 'other', length: length + content };
};

async function fileBlock(
  read: ReadHeader,
  position: number,
  length: number,
  flags: number,
): Promise<RarBlock | undefined> {
  const isLarge = (flags & LARGE) !== 0;
  const file = await read(position, FILE_HEADER + (isLarge ? 8 : 0));
  if (file === undefined) return undefined;
  return {
    kind: (flags & CONTINUED) === 0 ? 'entry' : 'other',
    length: length + file.readUInt32LE(7) + (isLarge ? file.readUInt32LE(32) * MAX_32 : 0),
    isFolder: (flags & FOLDER) === FOLDER,
    isEncrypted: (flags & FILE_ENCRYPTED) !== 0,
    uncompressedBytes: file.readUInt32LE(11) + (isLarge ? file.readUInt32LE(36) * MAX_32 : 0),
  };
}
