import type { ByteSource } from '../../byte-source.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { readSectors, type Sectors } from './sector-chains.ts';

/** The file system in a file that Microsoft calls OLE, structured storage or compound file. */
export interface CompoundFile {
  /** Identifies the program, as 32 hexadecimal digits; zeros when it says nothing. */
  readonly classId: string;
  /** Storages and streams by path, with `/` between; names as they are written, with their control characters. */
  readonly paths: ReadonlySet<string>;
  /** Whether there is a storage or a stream of that path. Here and below, capitals are no difference, as in Windows. */
  has(path: string): boolean;
  /** Bytes of a stream from `start` on, at most 1 MiB or `most`; undefined when there is none of the name. */
  stream(path: string, most?: number, start?: number): Promise<Buffer | undefined>;
}

const MAX_STREAM = 1024 * 1024;
const MAX_DIRECTORY = 1024 * 1024;
const MAX_MINI_STREAM = 4 * 1024 * 1024;
const ENTRY = 128;
const MAX_DEPTH = 16;
const NONE = 0xffffffff;
const STORAGE = 1;
const STREAM = 2;

/** Opens a compound file. Throws an `UnreadableError` when it has no directory. */
export async function openCompoundFile(source: ByteSource): Promise<CompoundFile> {
  const sectors = await readSectors(source);
  const directory = await sectors.chain(sectors.firstDirectorySector, MAX_DIRECTORY);
  if (directory.length < ENTRY) throw new UnreadableError('it has no directory');
  const root = entryAt(directory, 0);
  const entries = entriesByPath(directory, root.child);
  const byCapitals = new Map([...entries].map(([path, entry]) => [path.toUpperCase(), entry]));
  let mini: Promise<MiniStream> | undefined;
  return {
    classId: directory.toString('hex', 80, 96),
    paths: new Set(entries.keys()),
    has: (path) => byCapitals.has(path.toUpperCase()),
    stream: async (path, most = MAX_STREAM, start = 0) => {
      const entry = byCapitals.get(path.toUpperCase());
      if (entry?.type !== STREAM) return undefined;
      const length = Math.min(Math.max(entry.size - start, 0), most);
      if (entry.size >= sectors.miniCutoff) return sectors.chain(entry.start, length, start);
      mini ??= readMiniStream(sectors, root);
      return miniChain(await mini, sectors.miniSectorBytes, entry.start, start + length).subarray(start);
    },
  };
}

interface DirectoryEntry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

function entryAt(directory: Buffer, index: number): DirectoryEntry {
  const entry = directory.subarray(index * ENTRY, (index + 1) * ENTRY);
  const nameLength = Math.min(Math.max(entry.readUInt16LE(64) - 2, 0), 62);
  return {
    name: entry.toString('utf16le', 0, nameLength),
    type: entry.readUInt8(66),
    left: entry.readUInt32LE(68),
    right: entry.readUInt32LE(72),
    child: entry.readUInt32LE(76),
    start: entry.readUInt32LE(116),
    size: entry.readUInt32LE(120),
  };
}

/** The entries of a storage are a binary tree, and each may be a storage itself. */
function entriesByPath(directory: Buffer, first: number): ReadonlyMap<string, DirectoryEntry> {
  const found = new Map<string, DirectoryEntry>();
  const seen = new Set<number>();
  const waiting = [{ index: first, folder: '', depth: 0 }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { index, folder, depth } = place;
    if (index === NONE || (index + 1) * ENTRY > directory.length || seen.has(index)) continue;
    seen.add(index);
    const entry = entryAt(directory, index);
    const path = folder + entry.name;
    found.set(path, entry);
    waiting.push({ index: entry.left, folder, depth }, { index: entry.right, folder, depth });
    if (entry.type === STORAGE && depth < MAX_DEPTH) {
      waiting.push({ index: entry.child, folder: `${path}/`, depth: depth + 1 });
    }
  }
  return found;
}

interface MiniStream {
  readonly table: Buffer;
  readonly bytes: Buffer;
}

async function readMiniStream(sectors: Sectors, root: DirectoryEntry): Promise<MiniStream> {
  const bytes = await sectors.chain(root.start, Math.min(root.size, MAX_MINI_STREAM));
  const tableBytes = Math.ceil(bytes.length / sectors.miniSectorBytes) * 4;
  return { bytes, table: await sectors.chain(sectors.firstMiniTableSector, tableBytes) };
}

function miniChain(mini: MiniStream, sectorBytes: number, first: number, length: number): Buffer {
  const parts: Buffer[] = [];
  let missing = length;
  for (let sector = first; missing > 0 && sector * 4 + 4 <= mini.table.length; ) {
    const start = sector * sectorBytes;
    const part = mini.bytes.subarray(start, start + Math.min(sectorBytes, missing));
    if (part.length === 0) break;
    parts.push(part);
    missing -= part.length;
    sector = mini.table.readUInt32LE(sector * 4);
  }
  return Buffer.concat(parts);
}
