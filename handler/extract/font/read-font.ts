import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { describeFont } from './describe-font.ts';
import { sfntTables } from './sfnt-tables.ts';
import { woffTables } from './woff-tables.ts';
import { woff2Tables } from './woff2-tables.ts';

/** Reads a font by its first four letters, or the first of a collection. */
export const readFont: Reader = async ({ source }, draft) => {
  const start = await exactBytes(source, 0, 12);
  const signature = start.toString('latin1', 0, 4);
  if (signature === 'wOFF') return describeFont(await woffTables(source), draft);
  if (signature === 'wOF2') return describeFont(await woff2Tables(source), draft);
  if (signature === 'ttcf') {
    draft.font = { fonts: start.readUInt32BE(8) };
    return describeFont(await sfntTables(source, (await exactBytes(source, 12, 4)).readUInt32BE(0)), draft);
  }
  if (!SINGLE.includes(signature)) throw new UnreadableError('it does not begin as a font does');
  return describeFont(await sfntTables(source, 0), draft);
};

const SINGLE = ['\0\x01\0\0', 'OTTO', 'true', 'typ1'];
