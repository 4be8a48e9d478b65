import { exactBytes } from '../exact-bytes.ts';
import type { Reader } from '../reader.ts';

/**
 * Readers of formats that pack one file, whose size may stand at a fixed place. Where it is smaller than the packed
 * file could make it, several were strung together, and nothing is said.
 */
export const readZstd: Reader = async ({ source }, draft) => {
  const head = await source.read(0, 18);
  setSize(draft, zstdSize(head), source.size);
};

export const readLz4: Reader = async ({ source }, draft) => {
  const head = await exactBytes(source, 0, 14);
  const hasSize = head.readUInt32LE(0) === LZ4 && (head.readUInt8(4) & LZ4_SIZE) !== 0;
  setSize(draft, hasSize ? Number(head.readBigUInt64LE(6)) : undefined, source.size);
};

export const readLzip: Reader = async ({ source }, draft) => {
  const trailer = await exactBytes(source, source.size - 16, 16);
  const isOnlyMember = Number(trailer.readBigUInt64LE(8)) === source.size;
  setSize(draft, isOnlyMember ? Number(trailer.readBigUInt64LE(0)) : undefined, source.size);
};

export const readLzma: Reader = async ({ source }, draft) => {
  const head = await exactBytes(source, 0, 13);
  const size = head.readBigUInt64LE(5);
  setSize(draft, size === UNKNOWN ? undefined : Number(size), source.size);
};

const LZ4 = 0x184d2204;
const LZ4_SIZE = 8;
const ZSTD = 0xfd2fb528;
const UNKNOWN = 0xffffffffffffffffn;

/** https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1 */
function zstdSize(head: Buffer): number | undefined {
  if (head.length < 18 || head.readUInt32LE(0) !== ZSTD) return undefined;
  const descriptor = head.readUInt8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const at = 5 + (isSingleSegment ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  const width = descriptor >> 6;
  if (width === 3) return Number(head.readBigUInt64LE(at));
  if (width === 2) return head.readUInt32LE(at);
  if (width === 1) return head.readUInt16LE(at) + 256;
  return isSingleSegment ? head.readUInt8(at) : undefined;
}

/** What cannot be packed grows by less than this. */
const MAX_OVERHEAD = 64;

function setSize(
  draft: Parameters<Reader>[1],
  uncompressedBytes: number | undefined,
  packedBytes: number,
): void {
  if (uncompressedBytes === undefined || packedBytes > uncompressedBytes * 1.01 + MAX_OVERHEAD) return;
  draft.archive = { uncompressedBytes };
}
