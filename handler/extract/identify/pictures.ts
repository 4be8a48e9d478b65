import { has } from './signature.ts';

const BITMAP_HEADERS = [12, 16, 40, 52, 56, 64, 108, 124];

/** Windows and OS/2 bitmaps: the size of the second header is one of a few. */
export function isBitmap(head: Buffer): boolean {
  return has(head, 0, 'BM') && head.length >= 26 && BITMAP_HEADERS.includes(head.readUInt32LE(14));
}

/** An icon (1) or a cursor (2): a list of pictures that lie behind the list and within the file. */
export function isIcon(head: Buffer, size: number, kind: 1 | 2): boolean {
  if (head.length < 22 || head.readUInt16LE(0) !== 0 || head.readUInt16LE(2) !== kind) return false;
  const pictures = head.readUInt16LE(4);
  const [bytes, offset] = [head.readUInt32LE(14), head.readUInt32LE(18)];
  return pictures > 0 && head[9] === 0 && bytes > 0 && offset >= 6 + 16 * pictures && offset < size;
}

/** PBM, PGM and PPM in binary: `P`, a digit, then sizes as text, with comments. */
export function isPortable(head: Buffer, digit: string): boolean {
  if (!has(head, 0, `P${digit}`)) return false;
  return /^P\d\s(?:\s|#[^\n]{0,200}\n){0,20}\d{1,9}\s+\d{1,9}\s/.test(head.toString('latin1', 0, 4096));
}

export function isPcx(head: Buffer): boolean {
  if (head.length < 128 || head[0] !== 10 || head[2] !== 1 || head[64] !== 0) return false;
  return [0, 2, 3, 4, 5].includes(head.readUInt8(1)) && [1, 2, 4, 8].includes(head.readUInt8(3));
}

/** A picture of sensible kind, depth and colour map: nothing in a TGA file is fixed. */
export function isTarga(head: Buffer): boolean {
  if (head.length < 19) return false;
  const [kind, depth, descriptor] = [head.readUInt8(2), head.readUInt8(16), head.readUInt8(17)];
  const mapped = kind === 1 || kind === 9;
  const colors = mapped || [2, 3, 10, 11].includes(kind);
  const sized = head.readUInt16LE(12) > 0 && head.readUInt16LE(14) > 0;
  const deep = (mapped ? [8, 16] : [8, 15, 16, 24, 32]).includes(depth);
  return colors && sized && deep && hasTargaMap(head, mapped) && (descriptor & 0xc0) === 0;
}

/** Where colours are not looked up in a map, its five fields are zero. */
function hasTargaMap(head: Buffer, mapped: boolean): boolean {
  if (!mapped) return has(head, 1, '\0') && has(head, 3, '\0\0\0\0\0');
  return head[1] === 1 && head.readUInt16LE(5) > 0 && [8, 15, 16, 24, 32].includes(head.readUInt8(7));
}
