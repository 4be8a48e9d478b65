import type { ByteSource } from '../../byte-source.ts';
import { exactBytes } from '../../exact-bytes.ts';
import { UnreadableError } from '../../unreadable-error.ts';

/** How a compound file is cut into sectors, and in which order they follow each other. */
export interface Sectors {
  readonly sectorBytes: number;
  readonly miniSectorBytes: number;
  /** Streams that are shorter lie in the mini stream. */
  readonly miniCutoff: number;
  readonly firstDirectorySector: number;
  readonly firstMiniTableSector: number;
  /** The bytes of a chain of sectors from `start` on, at most as many as asked for. Stops where the chain is broken or bites its tail. */
  chain(first: number, most: number, start?: number): Promise<Buffer>;
}

interface SectorRun {
  readonly count: number;
  /** The sector behind it. */
  readonly next: number;
}

const HEADER = 512;
const IN_HEADER = 109;
/** Higher numbers are marks: free, end of chain. */
const LAST_SECTOR = 0xfffffffa;
const MAX_DIFAT_SECTORS = 256;
const MAX_STEPS = 500_000;

/** Reads the header of a compound file. Throws an `UnreadableError` when its sectors have no possible size. */
export async function readSectors(source: ByteSource): Promise<Sectors> {
  const header = await exactBytes(source, 0, HEADER);
  const shift = header.readUInt16LE(30);
  const miniShift = header.readUInt16LE(32);
  if (shift < 7 || shift > 16 || miniShift > shift)
    throw new UnreadableError('its sectors have an impossible size');
  const sectorBytes = 2 ** shift;
  const perSector = sectorBytes / 4;
  const tableSectors = await tableSectorsOf(source, header, sectorBytes);

  async function next(sector: number): Promise<number> {
    const table = tableSectors[Math.floor(sector / perSector)];
    if (table === undefined) return LAST_SECTOR + 1;
    const entry = await source.read((table + 1) * sectorBytes + (sector % perSector) * 4, 4);
    return entry.length < 4 ? LAST_SECTOR + 1 : entry.readUInt32LE(0);
  }

  async function chain(first: number, most: number, start = 0): Promise<Buffer> {
    const parts: Buffer[] = [];
    const seen = new Set<number>();
    const inSector = start % sectorBytes;
    const begin = await follow(first, Math.floor(start / sectorBytes), seen);
    let missing = inSector + most;
    await readAhead(begin, missing);
    for (let sector = begin; sector < LAST_SECTOR && missing > 0 && !seen.has(sector); ) {
      const run = await runFrom(sector, missing, seen);
      const wanted = Math.min(run.count * sectorBytes, missing);
      const part = await source.read((sector + 1) * sectorBytes, wanted);
      parts.push(part);
      if (part.length < wanted) break;
      missing -= wanted;
      sector = run.next;
    }
    return Buffer.concat(parts).subarray(inSector);
  }

  /** Most chains have gaps, but run forwards: what they need comes in one request, and is in the cache then. */
  async function readAhead(first: number, most: number): Promise<void> {
    if (most > sectorBytes && first < LAST_SECTOR) await source.read((first + 1) * sectorBytes, most);
  }

  /** The sector that comes so many behind another; none when that is further than any document goes. */
  async function follow(first: number, count: number, seen: Set<number>): Promise<number> {
    let sector = first;
    for (let step = 0; step < count && sector < LAST_SECTOR; step += 1) {
      if (seen.has(sector) || step > MAX_STEPS) return LAST_SECTOR + 1;
      seen.add(sector);
      sector = await next(sector);
    }
    return sector;
  }

  /** Sectors that follow each other in the file, too, are read at once. */
  async function runFrom(first: number, most: number, seen: Set<number>): Promise<SectorRun> {
    let count = 1;
    let following = await next(first);
    seen.add(first);
    while (following === first + count && count * sectorBytes < most && !seen.has(following)) {
      seen.add(following);
      count += 1;
      following = await next(following);
    }
    return { count, next: following };
  }

  return {
    sectorBytes,
    miniSectorBytes: 2 ** miniShift,
    miniCutoff: header.readUInt32LE(56),
    firstDirectorySector: header.readUInt32LE(48),
    firstMiniTableSector: header.readUInt32LE(60),
    chain,
  };
}

/** Where the table of sectors itself lies: its first 109 sectors stand in the header, the others in a list of their own. */
async function tableSectorsOf(source: ByteSource, header: Buffer, sectorBytes: number): Promise<number[]> {
  const sectors = Array.from({ length: IN_HEADER }, (_, index) => header.readUInt32LE(76 + index * 4));
  let list = header.readUInt32LE(68);
  for (let count = 0; count < MAX_DIFAT_SECTORS && list < LAST_SECTOR; count += 1) {
    const bytes = await source.read((list + 1) * sectorBytes, sectorBytes);
    if (bytes.length < sectorBytes) break;
    for (let at = 0; at < sectorBytes - 4; at += 4) sectors.push(bytes.readUInt32LE(at));
    list = bytes.readUInt32LE(sectorBytes - 4);
  }
  return sectors.filter((sector) => sector < LAST_SECTOR);
}
