import type { Reader } from '../reader.ts';
import { archiveOf, MAX_ENTRIES, noEntries } from './entry-sums.ts';
import { headerWindows } from './header-windows.ts';

const MAGIC = 8;
const HEADER = 60;
/** The members of such an archive are files of their own, beside it. */
const THIN = '!<thin>\n';

/** Counts the members of a Unix archive: of a library, or a Debian package. */
export const readAr: Reader = async ({ source }, draft) => {
  const read = headerWindows(source);
  const isThin = (await read(0, MAGIC))?.toString('latin1') === THIN;
  const sums = noEntries();
  let position = MAGIC;
  while (sums.entries < MAX_ENTRIES) {
    const member = memberIn(await read(position, HEADER));
    if (member === undefined) break;
    if (position === MAGIC && member.name === 'debian-binary') {
      draft.mediaType = 'application/vnd.debian.binary-package';
    }
    if (!member.isTable) {
      sums.entries += 1;
      sums.uncompressedBytes += member.bytes;
    }
    const content = isThin && !member.isTable ? 0 : member.bytes;
    position += HEADER + content + (content % 2);
  }
  draft.archive = archiveOf(sums, position >= source.size);
};

interface Member {
  readonly name: string;
  readonly bytes: number;
  /** Part of the archive and not in it. */
  readonly isTable: boolean;
}

/** Undefined where a header should be and none is. */
function memberIn(header: Buffer | undefined): Member | undefined {
  if (header?.toString('latin1', 58) !== '`\n') return undefined;
  const name = header.toString('latin1', 0, 16).trimEnd();
  const bytes = Number.parseInt(header.toString('latin1', 48, 58), 10);
  if (!(bytes >= 0)) return undefined;
  return { name: name.replace(/(?<=.)\/$/u, ''), bytes, isTable: TABLES.includes(name) };
}

/** Of symbols and of long names. */
const TABLES = ['/', '//', '/SYM64/', '__.SYMDEF', '__.SYMDEF SORTED'];
