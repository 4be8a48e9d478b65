import type { ByteSource } from '../../byte-source.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
/** Three quarters of what may be read of a file: pictures and packages in a tar hardly become smaller. */
const MAX_PACKED = 24 * MIB;
/** What reading a file begins with anyway; most small archives have no more. */
const FIRST = 128 * KIB;
/** Then most are read to their end at once. Twice as much takes 20 MB of memory more. */
const NEXT = 2 * MIB;

/** Bytes from a position on, `least` of them or more; fewer only where the file ends, or what may be read of it. */
export type PackedBytes = (position: number, least: number) => Promise<Buffer>;

/** Reads forward through a file in few large pieces, up to 24 MiB. */
export function packedBytes(source: ByteSource): PackedBytes {
  const size = Math.min(source.size, MAX_PACKED);
  let start = 0;
  let piece: Buffer = Buffer.alloc(0);
  return async (position, least) => {
    const isInside = position >= start && Math.min(position + least, size) <= start + piece.length;
    if (!isInside) {
      const usual = position + least <= FIRST ? FIRST - position : NEXT;
      piece = await source.read(position, Math.min(Math.max(usual, least), Math.max(size - position, 0)));
      start = position;
    }
    return piece.subarray(position - start);
  };
}
