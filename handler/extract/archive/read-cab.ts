import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

/** https://learn.microsoft.com/en-us/previous-versions/bb417343(v=msdn.10) */
const HEADER = 36;
const ENTRY = 16;
const MAX_TABLE = 1024 * 1024;

/** Reads the list of files in a Microsoft cabinet. */
export const readCab: Reader = async ({ source }, draft) => {
  const header = await exactBytes(source, 0, HEADER);
  if (header.toString('latin1', 0, 4) !== 'MSCF')
    throw new UnreadableError('it does not begin as a cabinet does');
  const table = await source.read(header.readUInt32LE(16), MAX_TABLE);
  const entries = header.readUInt16LE(28);
  let uncompressedBytes = 0;
  let counted = 0;
  for (let at = 0; counted < entries && at + ENTRY < table.length; counted += 1) {
    uncompressedBytes += table.readUInt32LE(at);
    const nameEnd = table.indexOf(0, at + ENTRY);
    if (nameEnd < 0) break;
    at = nameEnd + 1;
  }
  draft.archive = {
    entries,
    files: entries,
    folders: 0,
    ...(counted === entries ? { uncompressedBytes } : {}),
  };
};
