import { readAvcSequence } from './avc-sequence.ts';
import type { Picture } from './picture.ts';

/** The first sequence parameter set in a decoder configuration record (ISO/IEC 14496-15); undefined without one. */
export function readAvcConfiguration(bytes: Buffer): Picture | undefined {
  if (bytes.length < 9 || ((bytes[5] ?? 0) & 0x1f) === 0) return undefined;
  return readAvcSequence(bytes.subarray(9, 8 + bytes.readUInt16BE(6)));
}
