import type { ArchiveDetails } from '../../details.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { archiveOf, MAX_ENTRIES, noEntries } from '../entry-sums.ts';
import type { ReadHeader } from '../header-windows.ts';
import { type PaxRecord, paxRecord } from './pax-record.ts';
import { TAR_BLOCK, type TarHeader, tarHeader } from './tar-header.ts';

/**
 * Counts the entries of a tar, from header to header: what is read lies behind or at what was read before. `sizeOf` is
 * asked last, for the bytes that there are of the tar, undefined when that did not come out. Throws an
 * `UnreadableError` when it does not begin with a header.
 */
export async function countTar(read: ReadHeader, sizeOf: () => number | undefined): Promise<ArchiveDetails> {
  const sums = noEntries();
  let comment: string | undefined;
  let announced: PaxRecord | undefined;
  let position = 0;
  while (sums.entries < MAX_ENTRIES) {
    const header = await headerAt(read, position);
    if (header === undefined) break;
    const content = await contentStart(read, header, position + TAR_BLOCK);
    const bytes = contentBytes(header, announced?.size);
    position = content + Math.ceil(bytes / TAR_BLOCK) * TAR_BLOCK;
    if (header.type === 'V') comment = header.name;
    if (header.type === 'x') announced = await readPax(read, content, bytes);
    if (NO_ENTRIES.includes(header.type)) continue;
    count(sums, header, announced?.sparseBytes ?? bytes);
    announced = undefined;
  }
  if (position === 0) throw new UnreadableError('its first header is damaged');
  const isWhole = await endsAt(position, sizeOf, read);
  return { ...archiveOf(sums, isWhole), ...(comment === undefined ? {} : { comment }) };
}

async function headerAt(read: ReadHeader, position: number): Promise<TarHeader | undefined> {
  const block = await read(position, TAR_BLOCK);
  return block && tarHeader(block);
}

/** Rights, settings, names and targets of links that are too long for the header, lists of names, the label. */
const NO_ENTRIES = ['A', 'g', 'K', 'L', 'N', 'V', 'x', 'X'];
/** Links, devices and folders have a size in some tars, but nothing follows. */
const WITHOUT_CONTENT = ['1', '2', '3', '4', '5', '6'];
const MAX_PAX = 64 * 1024;
const MAX_HOLE_BLOCKS = 1000;

function contentBytes(header: TarHeader, announced: number | undefined): number {
  if (WITHOUT_CONTENT.includes(header.type) || header.isFolder) return 0;
  return NO_ENTRIES.includes(header.type) ? header.bytes : (announced ?? header.bytes);
}

function count(sums: ReturnType<typeof noEntries>, header: TarHeader, bytes: number): void {
  sums.entries += 1;
  if (header.isFolder) sums.folders += 1;
  sums.uncompressedBytes += header.sparseBytes ?? bytes;
}

/** A block of zeros, or nothing, is where a tar should end. */
async function endsAt(
  position: number,
  sizeOf: () => number | undefined,
  read: ReadHeader,
): Promise<boolean> {
  const end = await read(position, TAR_BLOCK);
  return end === undefined ? position === sizeOf() : end.every((byte) => byte === 0);
}

/** Behind the header and the blocks that say where GNU's sparse file has its holes. */
async function contentStart(read: ReadHeader, header: TarHeader, start: number): Promise<number> {
  let position = start;
  let more = header.hasMoreHoles;
  for (let count = 0; more && count < MAX_HOLE_BLOCKS; count += 1) {
    more = (await read(position, TAR_BLOCK))?.[504] === 1;
    position += TAR_BLOCK;
  }
  return position;
}

async function readPax(read: ReadHeader, position: number, bytes: number): Promise<PaxRecord | undefined> {
  const text = bytes > MAX_PAX ? undefined : await read(position, bytes);
  return text && paxRecord(text.toString('utf8'));
}
