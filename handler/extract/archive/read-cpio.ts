import type { Reader } from '../reader.ts';
import { archiveOf, MAX_ENTRIES, noEntries } from './entry-sums.ts';
import { headerWindows } from './header-windows.ts';

/** Where a kind of cpio has its numbers. */
interface Kind {
  readonly headerBytes: number;
  /** Names and contents begin at multiples of this. */
  readonly align: number;
  read(header: Buffer): { readonly mode: number; readonly nameBytes: number; readonly bytes: number };
}

const FOLDER = 0o040000;
const FORMAT_BITS = 0o170000;
const MAX_NAME = 4096;
const LAST = 'TRAILER!!!';

/** Counts the entries of a cpio, from header to header. */
export const readCpio: Reader = async ({ source }, draft) => {
  const read = headerWindows(source);
  const sums = noEntries();
  let isWhole = false;
  let position = 0;
  while (sums.entries < MAX_ENTRIES && !isWhole) {
    const kind = kindOf(await read(position, 6));
    const header = kind && (await read(position, kind.headerBytes));
    if (kind === undefined || header === undefined) break;
    const { mode, nameBytes, bytes } = kind.read(header);
    if (!(bytes >= 0) || !(nameBytes > 0 && nameBytes <= MAX_NAME)) break;
    const name = await read(position + kind.headerBytes, nameBytes);
    isWhole = name?.toString('latin1', 0, nameBytes - 1) === LAST;
    if (!isWhole) count(sums, mode, bytes);
    position += aligned(kind.headerBytes + nameBytes, kind.align) + aligned(bytes, kind.align);
  }
  draft.archive = archiveOf(sums, isWhole);
};

function count(sums: ReturnType<typeof noEntries>, mode: number, bytes: number): void {
  sums.entries += 1;
  if ((mode & FORMAT_BITS) === FOLDER) sums.folders += 1;
  sums.uncompressedBytes += bytes;
}

function aligned(bytes: number, to: number): number {
  return Math.ceil(bytes / to) * to;
}

function kindOf(magic: Buffer | undefined): Kind | undefined {
  const text = magic?.toString('latin1') ?? '';
  if (text === '070701' || text === '070702') return hexadecimal;
  if (text === '070707') return octal;
  if (text.startsWith('\xc7\x71')) return binary('readUInt16LE');
  return text.startsWith('\x71\xc7') ? binary('readUInt16BE') : undefined;
}

const hexadecimal: Kind = {
  headerBytes: 110,
  align: 4,
  read: (header) => {
    const field = (at: number) => Number.parseInt(header.toString('latin1', at, at + 8), 16);
    return { mode: field(14), nameBytes: field(94), bytes: field(54) };
  },
};

const octal: Kind = {
  headerBytes: 76,
  align: 1,
  read: (header) => {
    const field = (at: number, length: number) =>
      Number.parseInt(header.toString('latin1', at, at + length), 8);
    return { mode: field(18, 6), nameBytes: field(59, 6), bytes: field(65, 11) };
  },
};

function binary(read: 'readUInt16LE' | 'readUInt16BE'): Kind {
  return {
    headerBytes: 26,
    align: 2,
    read: (header) => ({
      mode: header[read](6),
      nameBytes: header[read](20),
      bytes: header[read](22) * 0x10000 + header[read](24),
    }),
  };
}
