import { UnreadableError } from '../../unreadable-error.ts';
import type { HeaderCursor } from './header-cursor.ts';

/** How files are packed: https://github.com/ip7z/7zip/blob/main/DOC/7zFormat.txt */
export interface StreamsInfo {
  /** From the end of the signature header. */
  readonly packPosition: number;
  readonly packSizes: readonly number[];
  readonly folders: readonly Folder[];
}

/** Files that are packed together. */
export interface Folder {
  readonly coders: readonly Coder[];
  readonly unpackedBytes: number;
  readonly hasChecksum: boolean;
}

export interface Coder {
  /** As hexadecimal digits. */
  readonly method: string;
  readonly properties: Buffer;
}

const END = 0x00;
const PACK_INFO = 0x06;
const UNPACK_INFO = 0x07;
const SUB_STREAMS_INFO = 0x08;
const SIZE = 0x09;
const CHECKSUMS = 0x0a;
const FOLDERS = 0x0b;
const UNPACK_SIZES = 0x0c;
const STREAM_COUNTS = 0x0d;
const MAX_CODERS = 32;
const MAX_FOLDERS = 100_000;

/** Reads everything up to the end of the section. */
export function streamsInfo(cursor: HeaderCursor): StreamsInfo {
  let packPosition = 0;
  let packSizes: readonly number[] = [];
  let folders: readonly Folder[] = [];
  for (let id = cursor.number(); id !== END; id = cursor.number()) {
    if (id === PACK_INFO) {
      packPosition = cursor.number();
      packSizes = packInfo(cursor);
    } else if (id === UNPACK_INFO) folders = unpackInfo(cursor);
    else if (id === SUB_STREAMS_INFO) skipSubStreams(cursor, folders);
    else throw new UnreadableError('its header has an unknown section');
  }
  return { packPosition, packSizes, folders };
}

function packInfo(cursor: HeaderCursor): readonly number[] {
  const count = cursor.count();
  let sizes: readonly number[] = [];
  for (let id = cursor.number(); id !== END; id = cursor.number()) {
    if (id === SIZE) sizes = Array.from({ length: count }, () => cursor.number());
    else if (id === CHECKSUMS) checksums(cursor, count);
    else throw new UnreadableError('its header has an unknown section');
  }
  return sizes;
}

/** Which of them there are. */
function checksums(cursor: HeaderCursor, count: number): readonly boolean[] {
  const defined = cursor.optionalBits(count);
  cursor.bytes(4 * defined.filter(Boolean).length);
  return defined;
}

function unpackInfo(cursor: HeaderCursor): readonly Folder[] {
  let packed: readonly PackedFolder[] = [];
  let sizes: readonly number[] = [];
  let hasChecksums: readonly boolean[] = [];
  for (let id = cursor.number(); id !== END; id = cursor.number()) {
    if (id === FOLDERS) packed = foldersIn(cursor);
    else if (id === UNPACK_SIZES)
      sizes = packed.map(({ outputs, main }) => outputSizes(cursor, outputs)[main] ?? 0);
    else if (id === CHECKSUMS) hasChecksums = checksums(cursor, packed.length);
    else throw new UnreadableError('its header has an unknown section');
  }
  return packed.map(({ coders }, index) => ({
    coders,
    unpackedBytes: sizes[index] ?? 0,
    hasChecksum: hasChecksums[index] ?? false,
  }));
}

interface PackedFolder {
  readonly coders: readonly Coder[];
  readonly outputs: number;
  /** The output that no other coder takes in: the files. */
  readonly main: number;
}

function outputSizes(cursor: HeaderCursor, outputs: number): readonly number[] {
  return Array.from({ length: outputs }, () => cursor.number());
}

function foldersIn(cursor: HeaderCursor): readonly PackedFolder[] {
  const count = cursor.count();
  if (count > MAX_FOLDERS) throw new UnreadableError('its header is damaged');
  if (cursor.byte() !== 0) throw new UnreadableError('its header lies elsewhere');
  return Array.from({ length: count }, () => folderIn(cursor));
}

const IS_COMPLEX = 0x10;
const HAS_PROPERTIES = 0x20;

function folderIn(cursor: HeaderCursor): PackedFolder {
  const count = cursor.number();
  if (count < 1 || count > MAX_CODERS) throw new UnreadableError('its header is damaged');
  let inputs = 0;
  let outputs = 0;
  const coders = Array.from({ length: count }, () => {
    const flags = cursor.byte();
    const method = cursor.bytes(flags & 0x0f).toString('hex');
    const isComplex = (flags & IS_COMPLEX) !== 0;
    inputs += isComplex ? cursor.number() : 1;
    outputs += isComplex ? cursor.number() : 1;
    return { method, properties: cursor.bytes((flags & HAS_PROPERTIES) === 0 ? 0 : cursor.number()) };
  });
  if (inputs > MAX_CODERS || outputs > MAX_CODERS) throw new UnreadableError('its header is damaged');
  const bound = Array.from({ length: outputs - 1 }, () => {
    cursor.number();
    return cursor.number();
  });
  const packedStreams = inputs - bound.length;
  if (packedStreams > 1) for (let index = 0; index < packedStreams; index += 1) cursor.number();
  const main =
    Array.from({ length: outputs }, (_, index) => index).find((index) => !bound.includes(index)) ?? 0;
  return { coders, outputs, main };
}

function skipSubStreams(cursor: HeaderCursor, folders: readonly Folder[]): void {
  let counts = folders.map(() => 1);
  for (let id = cursor.number(); id !== END; id = cursor.number()) {
    if (id === STREAM_COUNTS) counts = folders.map(() => cursor.count());
    else if (id === SIZE) skipSizes(cursor, counts);
    else if (id === CHECKSUMS) checksums(cursor, unknownChecksums(folders, counts));
    else throw new UnreadableError('its header has an unknown section');
  }
}

/** That of a folder's last file is what is left. */
function skipSizes(cursor: HeaderCursor, counts: readonly number[]): void {
  for (const count of counts) for (let index = 1; index < count; index += 1) cursor.number();
}

/** A folder's own is that of its only file. */
function unknownChecksums(folders: readonly Folder[], counts: readonly number[]): number {
  const unknown = folders.map(({ hasChecksum }, index) =>
    hasChecksum && counts[index] === 1 ? 0 : (counts[index] ?? 0),
  );
  return unknown.reduce((sum, count) => sum + count, 0);
}
