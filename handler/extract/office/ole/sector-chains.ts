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
  /** The bytes of a chain of sectors, at most as many as asked for. Stops where the chain is broken or bites its tail. */
  chain(first: number, most: number): Promise<Buffer>;
}

const HEADER = 512;
const IN_HEADER = 109;
/** Higher numbers are marks: free, end of chain. */
const LAST_SECTOR = 0xfffffffa;
const MAX_DIFAT_SECTORS = 256;

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

  async function chain(first: number, most: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    const seen = new Set<number>();
    let length = 0;
    for (
      let sector = first;
      sector < LAST_SECTOR && length < most && !seen.has(sector);
      sector = await next(sector)
    ) {
      seen.add(sector);
      const part = await source.read((sector + 1) * sectorBytes, Math.min(sectorBytes, most - length));
      if (part.length === 0) break;
      parts.push(part);
      length += part.length;
    }
    return Buffer.concat(parts);
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
