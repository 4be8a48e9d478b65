import type { ByteSource } from './byte-source.ts';
import { UnreadableError } from './unreadable-error.ts';

/** The bytes at a position: exactly as many as asked for. Throws an `UnreadableError` where the file ends before. */
export async function exactBytes(source: ByteSource, position: number, length: number): Promise<Buffer> {
  const bytes = await source.read(position, length);
  if (bytes.length < length) throw new UnreadableError('it ends too early');
  return bytes;
}
