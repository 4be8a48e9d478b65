import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { archiveOf, MAX_ENTRIES, noEntries } from '../entry-sums.ts';
import { headerWindows } from '../header-windows.ts';
import type { RarBlock } from './rar-block.ts';
import { rar4Block } from './rar4-block.ts';
import { rar5Block } from './rar5-block.ts';

const SIGNATURE = Buffer.from('Rar!\x1a\x07', 'latin1');

/** Counts the entries of a RAR, from header to header. Of one whose headers are encrypted it says just that. */
export const readRar: Reader = async ({ source }, draft) => {
  const read = headerWindows(source);
  const start = await read(0, 8);
  if (start === undefined || !start.subarray(0, 6).equals(SIGNATURE)) {
    throw new UnreadableError('it does not begin as a RAR does');
  }
  const isVersion5 = start[6] === 1;
  const block = isVersion5 ? rar5Block : rar4Block;
  const sums = noEntries();
  let position = isVersion5 ? 8 : 7;
  let last: RarBlock | undefined;
  while (sums.entries < MAX_ENTRIES && !isLast(last)) {
    last = await block(read, position);
    if (last === undefined) break;
    position += last.length;
    if (last.kind === 'entry') count(sums, last);
  }
  draft.archive =
    last?.kind === 'encrypted' ? { encrypted: true } : archiveOf(sums, isWhole(last, position, source.size));
};

/** Old archives have no mark at their end; those that are one of several volumes have another. */
function isWhole(last: RarBlock | undefined, position: number, size: number): boolean {
  return last?.kind === 'end' || (last?.kind !== 'end of volume' && position === size);
}

function isLast(block: RarBlock | undefined): boolean {
  return block !== undefined && ['end', 'end of volume', 'encrypted'].includes(block.kind);
}

function count(sums: ReturnType<typeof noEntries>, block: RarBlock): void {
  sums.entries += 1;
  if (block.isFolder) sums.folders += 1;
  sums.encrypted ||= block.isEncrypted;
  sums.uncompressedBytes += block.uncompressedBytes;
}
