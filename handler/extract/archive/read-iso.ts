import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';

const SECTOR = 2048;
const FIRST = 16;
const MAX_DESCRIPTORS = 16;
const PRIMARY = 1;
const SUPPLEMENTARY = 2;
const END = 255;

/** Reads the label of a CD or DVD image: the long one that Windows shows, where there is one. */
export const readIso: Reader = async ({ source }, draft) => {
  for (let sector = FIRST; sector < FIRST + MAX_DESCRIPTORS; sector += 1) {
    const descriptor = await exactBytes(source, sector * SECTOR, SECTOR);
    if (descriptor.toString('latin1', 1, 6) !== 'CD001')
      throw new UnreadableError('its volume descriptors are damaged');
    const type = descriptor.readUInt8(0);
    if (type === END) return;
    const label = type === PRIMARY ? descriptor.toString('latin1', 40, 72) : jolietLabel(descriptor);
    if (type === PRIMARY || (type === SUPPLEMENTARY && label !== ''))
      draft.archive = { comment: label.trim() };
  }
};

/** Joliet marks its descriptor with one of three escape sequences, and has UTF-16. */
function jolietLabel(descriptor: Buffer): string {
  if (!/^%\/[@CE]/u.test(descriptor.toString('latin1', 88, 91))) return '';
  return new TextDecoder('utf-16be').decode(descriptor.subarray(40, 72)).replace(/\0/gu, '').trim();
}
