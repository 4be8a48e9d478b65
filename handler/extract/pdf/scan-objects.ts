import type { ByteSource } from '../byte-source.ts';
import { isDigit, isRegular, isSpace } from './characters.ts';

/** What a look at every byte finds. */
export interface ScannedObjects {
  /** Where the newest object of each number begins. */
  readonly positions: ReadonlyMap<number, number>;
  /** Where trailers stand: the last of them, in the order of the file. */
  readonly trailers: readonly number[];
  /** Numbers of what looks like an object stream. */
  readonly objectStreams: readonly number[];
  /** Numbers of what looks like a catalog. */
  readonly catalogs: readonly number[];
}

/** A file's beginning and end are looked through, and no more than this of it. */
const MAX_SCANNED_BYTES = 24 * 1024 * 1024;
const CHUNK_BYTES = 2 * 1024 * 1024;
/** How far an object's type is looked for. */
const TYPE_BYTES = 256;
/** Of all that look like one. */
const MAX_OBJECTS = 200_000;
const MAX_TRAILERS = 64;
const LONGEST_NUMBER = 10;
const LONGEST_GAP = 4;

/** Finds objects in a file whose cross-reference is of no use, by what they begin with: `12 0 obj`. */
export async function scanObjects(source: ByteSource): Promise<ScannedObjects> {
  const found: Found = {
    positions: new Map(),
    xrefStreams: [],
    trailers: [],
    objectStreams: new Set(),
    catalogs: new Set(),
  };
  let seen = 0;
  for (const [start, end] of rangesOf(source.size)) {
    const bytes = await source.read(start, end - start + TYPE_BYTES);
    for (const object of objectsIn(bytes, end - start)) {
      if (seen >= MAX_OBJECTS) break;
      seen += 1;
      note(found, object, start + object.offset);
    }
    for (const offset of lastOccurrences(bytes, 'trailer', end - start))
      addToLast(found.trailers, start + offset);
  }
  return {
    positions: found.positions,
    trailers: [...found.xrefStreams, ...found.trailers].sort((one, other) => one - other),
    objectStreams: [...found.objectStreams],
    catalogs: [...found.catalogs],
  };
}

interface Found {
  readonly positions: Map<number, number>;
  readonly xrefStreams: number[];
  readonly trailers: number[];
  readonly objectStreams: Set<number>;
  readonly catalogs: Set<number>;
}

function note(
  { positions, xrefStreams, objectStreams, catalogs }: Found,
  object: FoundObject,
  position: number,
): void {
  positions.set(object.number, position);
  if (object.type === 'XRef') addToLast(xrefStreams, position);
  if (object.type === 'ObjStm') objectStreams.add(object.number);
  if (object.type === 'Catalog') catalogs.add(object.number);
}

function addToLast(positions: number[], position: number): void {
  positions.push(position);
  if (positions.length > MAX_TRAILERS) positions.shift();
}

function rangesOf(size: number): [number, number][] {
  const head = Math.min(size, MAX_SCANNED_BYTES / 2);
  const tail = Math.max(head, size - MAX_SCANNED_BYTES / 2);
  return [...chunksOf(0, head), ...chunksOf(tail, size)];
}

function chunksOf(from: number, to: number): [number, number][] {
  const chunks: [number, number][] = [];
  for (let at = from; at < to; at += CHUNK_BYTES) chunks.push([at, Math.min(at + CHUNK_BYTES, to)]);
  return chunks;
}

interface FoundObject {
  readonly number: number;
  readonly offset: number;
  readonly type: string | undefined;
}

function* objectsIn(bytes: Buffer, end: number): Generator<FoundObject> {
  for (const at of occurrences(bytes, 'obj', end + TYPE_BYTES)) {
    const generation = numberBefore(bytes, at);
    const number = generation === undefined ? undefined : numberBefore(bytes, generation.offset);
    if (number === undefined || number.offset >= end) continue;
    const type = typeOf(bytes.toString('latin1', at, at + TYPE_BYTES));
    yield { number: number.value, offset: number.offset, type };
  }
}

function* occurrences(bytes: Buffer, word: string, end: number): Generator<number> {
  for (let at = bytes.indexOf(word); at >= 0 && at < end; at = bytes.indexOf(word, at + word.length))
    yield at;
}

/** The last of them only, in their order. */
function lastOccurrences(bytes: Buffer, word: string, end: number): readonly number[] {
  const found: number[] = [];
  for (let at = end; at > 0 && found.length < MAX_TRAILERS; ) {
    at = bytes.lastIndexOf(word, at - 1);
    if (at >= 0) found.unshift(at);
  }
  return found;
}

/** The digits that stand before a position, white space between them and it. */
function numberBefore(bytes: Buffer, position: number): { value: number; offset: number } | undefined {
  let end = position;
  while (end > position - LONGEST_GAP && isSpace(bytes[end - 1])) end -= 1;
  let offset = end;
  while (offset > end - LONGEST_NUMBER && isDigit(bytes[offset - 1])) offset -= 1;
  if (end === position || offset === end || isInWord(bytes, offset)) return undefined;
  return { value: Number(bytes.toString('latin1', offset, end)), offset };
}

/** `endobj12 0 obj` is seen in the wild. */
function isInWord(bytes: Buffer, offset: number): boolean {
  if (!isRegular(bytes[offset - 1])) return false;
  return bytes.toString('latin1', Math.max(0, offset - 6), offset) !== 'endobj';
}

function typeOf(text: string): string | undefined {
  const [own = ''] = text.split('endobj', 1);
  return /\/Type\s*\/(ObjStm|Catalog|XRef)\b/.exec(own)?.[1];
}
