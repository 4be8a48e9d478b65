import { constants, inflateRawSync, inflateSync } from 'node:zlib';
import { UnreadableError } from '../unreadable-error.ts';

const ZLIB_HEADER_BYTES = 2;

/**
 * Unpacks what zlib packed, at most `most` bytes of it; as far as it goes when it is cut off or its checksum is wrong.
 * Throws an `UnreadableError` when it is damaged or larger.
 */
export function inflate(packed: Buffer, most: number): Buffer {
  const options = { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    return inflateSync(packed, options);
  } catch (error) {
    if (isTooLarge(error)) throw new UnreadableError(`a stream holds more than ${most} bytes`);
  }
  try {
    return inflateRawSync(packed.subarray(ZLIB_HEADER_BYTES), options);
  } catch {
    throw new UnreadableError('a compressed stream is damaged');
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
