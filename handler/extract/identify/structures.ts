import { isBitmap, isIcon, isPcx, isPortable, isTarga } from './pictures.ts';
import { has } from './signature.ts';
import { isTar } from './tar.ts';

type Check = readonly [mediaType: string, fits: (head: Buffer, size: number) => boolean];

/** Formats without a signature worth the name, the surest first. */
const CHECKS: readonly Check[] = [
  ['application/x-tar', isTar],
  ['application/x-compress', isCompress],
  ['application/x-cpio', isBinaryCpio],
  ['image/bmp', isBitmap],
  ['image/vnd.microsoft.icon', (head, size) => isIcon(head, size, 1)],
  ['image/x-win-bitmap', (head, size) => isIcon(head, size, 2)],
  ['font/ttf', isTrueType],
  ['application/x-dfont', isResourceFork],
  ['image/x-portable-bitmap', (head) => isPortable(head, '4')],
  ['image/x-portable-greymap', (head) => isPortable(head, '5')],
  ['image/x-portable-pixmap', (head) => isPortable(head, '6')],
  ['image/x-portable-arbitrarymap', (head) => has(head, 0, 'P7\n')],
  ['application/zlib', isZlib],
  ['application/pgp-keys', isPgpKey],
  ['application/x-dbf', isDbase],
  ['application/x-coff', isCoff],
  ['image/x-pcx', isPcx],
  ['image/x-tga', isTarga],
];

/** The type of a file whose header makes sense as one, since nothing in it is fixed. `size` is the file's. */
export function structuredType(head: Buffer, size: number): string | undefined {
  return CHECKS.find(([, fits]) => fits(head, size))?.[0];
}

/** What these checks can find. */
export const structuredTypes: readonly string[] = CHECKS.map(([mediaType]) => mediaType);

/** Behind the sign, codes of 9 to 16 bits, and two bits without a meaning. */
function isCompress(head: Buffer): boolean {
  const bits = (head[2] ?? 0) & 0x1f;
  return has(head, 0, '\x1f\x9d') && bits >= 9 && bits <= 16 && ((head[2] ?? 0) & 0x60) === 0;
}

/** Numbers of 16 bits in either order; the first name ends with a NUL where the header says. */
function isBinaryCpio(head: Buffer): boolean {
  if (head.length < 28) return false;
  if (has(head, 0, '\xc7\x71')) return head[25 + head.readUInt16LE(20)] === 0;
  return has(head, 0, '\x71\xc7') && head[25 + head.readUInt16BE(20)] === 0;
}

function isTrueType(head: Buffer): boolean {
  if (!has(head, 0, '\0\x01\0\0') || head.length < 28) return false;
  const tables = head.readUInt16BE(4);
  return tables > 0 && tables < 64 && /^[\x20-\x7e]{4}$/.test(head.toString('latin1', 12, 16));
}

/** Fonts of macOS are resource forks in a file: the map follows the data. */
function isResourceFork(head: Buffer, size: number): boolean {
  if (!has(head, 0, '\0\0\x01\0') || head.length < 16) return false;
  const [map, data, mapBytes] = [head.readUInt32BE(4), head.readUInt32BE(8), head.readUInt32BE(12)];
  return map === 256 + data && map + mapBytes === size;
}

/** https://www.rfc-editor.org/rfc/rfc1950#section-2.2 */
function isZlib(head: Buffer): boolean {
  if (head.length < 6 || head[0] !== 0x78) return false;
  return [0x01, 0x5e, 0x9c, 0xda].includes(head.readUInt8(1));
}

/** A key packet of version 2 to 4; the older ones also say for how long. https://www.rfc-editor.org/rfc/rfc4880#section-5.5 */
function isPgpKey(head: Buffer): boolean {
  const [tag = 0, first = 0] = head;
  if (head.length < 16 || ![0x94, 0x95, 0x98, 0x99, 0xc5, 0xc6].includes(tag)) return false;
  const oneByte = tag < 0xc0 ? (tag & 1) === 0 : first < 192;
  const version = oneByte ? 2 : 3;
  if (head[version] === 2 || head[version] === 3) return [1, 2, 3].includes(head.readUInt8(version + 7));
  return head[version] === 4 && [1, 2, 3, 16, 17, 18, 19, 22].includes(head.readUInt8(version + 5));
}

/** Version, date, and lengths of header and record. */
function isDbase(head: Buffer, size: number): boolean {
  if (head.length < 68 || !VERSIONS.includes(head.readUInt8(0)) || !has(head, 12, '\0\0')) return false;
  const [headerBytes, recordBytes] = [head.readUInt16LE(8), head.readUInt16LE(10)];
  const dated = head.readUInt8(2) < 13 && head.readUInt8(3) < 32;
  return dated && headerBytes > 32 && headerBytes <= size && recordBytes > 0;
}

const VERSIONS = [2, 3, 4, 5, 0x30, 0x31, 0x83, 0x8b, 0xf5];

/** An object file of Windows: a processor, a few sections, no program header. */
function isCoff(head: Buffer, size: number): boolean {
  if (head.length < 60 || ![0x14c, 0x8664, 0xaa64, 0x1c4].includes(head.readUInt16LE(0))) return false;
  const [sections, symbols] = [head.readUInt16LE(2), head.readUInt32LE(8)];
  return sections > 0 && sections < 1000 && symbols < size && head.readUInt16LE(16) === 0;
}
