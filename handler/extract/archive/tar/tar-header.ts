/** One header of a tar: of a file or folder, or of what belongs to the next one. */
export interface TarHeader {
  readonly name: string;
  /** A character: `0` is a file, `5` a folder, `x` what pax adds, `L` a long name, ... */
  readonly type: string;
  readonly isFolder: boolean;
  /** Of what follows it. */
  readonly bytes: number;
  /** Of a file of GNU's with holes, once they are filled. */
  readonly sparseBytes: number | undefined;
  /** Its holes did not fit into the header and go on in the next block. */
  readonly hasMoreHoles: boolean;
}

export const TAR_BLOCK = 512;

/** The header in a block of 512 bytes; undefined when its sum is wrong: it is no header, but the end or damage. */
export function tarHeader(block: Buffer): TarHeader | undefined {
  const told = octal(block.subarray(148, 156));
  if (told === undefined || !sums(block).includes(told)) return undefined;
  const type = block.toString('latin1', 156, 157).replace('\0', '0');
  const bytes = sizeIn(block.subarray(124, 136));
  if (bytes === undefined) return undefined;
  const name = block.toString('utf8', 0, 100).split('\0')[0] ?? '';
  const isSparse = type === 'S';
  return {
    name,
    type,
    isFolder: type === '5' || (type === '0' && isFolderName(block)),
    bytes,
    sparseBytes: isSparse ? sizeIn(block.subarray(483, 495)) : undefined,
    hasMoreHoles: isSparse && block[482] === 1,
  };
}

/** Before POSIX a folder was a file whose name ended so. A name that fills its field may have been cut off there. */
function isFolderName(block: Buffer): boolean {
  const end = block.indexOf(0);
  return end > 0 && end < 100 && block[end - 1] === SLASH;
}

const SLASH = 0x2f;

/** Of all bytes, with spaces in place of the sum itself; some old programs took them as signed. */
function sums(block: Buffer): readonly number[] {
  let unsigned = 0;
  let signed = 0;
  for (let at = 0; at < TAR_BLOCK; at += 1) {
    const byte = at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
    unsigned += byte;
    signed += byte < 0x80 ? byte : byte - 0x100;
  }
  return [unsigned, signed];
}

/** Octal digits, or, marked by the first bit, a number in binary that these would not hold. */
function sizeIn(field: Buffer): number | undefined {
  if (field[0] !== 0x80) return octal(field);
  const size = Number(field.readBigUInt64BE(field.length - 8));
  return Number.isSafeInteger(size) ? size : undefined;
}

function octal(field: Buffer): number | undefined {
  const digits = /^[ \0]*([0-7]{0,12})(?:[ \0]|$)/u.exec(field.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits || '0', 8);
}
