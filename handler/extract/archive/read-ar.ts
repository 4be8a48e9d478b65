import type { Reader } from '../reader.ts';
import { archiveOf, MAX_ENTRIES, noEntries } from './entry-sums.ts';
import { headerWindows } from './header-windows.ts';

const MAGIC = 8;
const HEADER = 60;

/** Counts the members of a Unix archive: of a library, or a Debian package. */
export const readAr: Reader = async ({ source }, draft) => {
  const read = headerWindows(source);
  const sums = noEntries();
  let position = MAGIC;
  while (sums.entries < MAX_ENTRIES) {
    const header = await read(position, HEADER);
    if (header === undefined || header.toString('latin1', 58) !== '`\n') break;
    const bytes = Number.parseInt(header.toString('latin1', 48, 58), 10);
    if (!(bytes >= 0)) break;
    const name = header.toString('latin1', 0, 16).trimEnd();
    if (position === MAGIC && /^debian-binary\/?$/u.test(name))
      draft.mediaType = 'application/vnd.debian.binary-package';
    if (!TABLES.includes(name)) {
      sums.entries += 1;
      sums.uncompressedBytes += bytes;
    }
    position += HEADER + bytes + (bytes % 2);
  }
  draft.archive = archiveOf(sums, position >= source.size);
};

/** Of symbols and of long names: part of the archive and not in it. */
const TABLES = ['/', '//', '/SYM64/', '__.SYMDEF', '__.SYMDEF SORTED'];
