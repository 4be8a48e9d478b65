import type { ByteSource } from './byte-source.ts';
import { UnreadableError } from './unreadable-error.ts';

/** As many bytes as asked for. Throws an `UnreadableError` where the file ends before them. */
export async function readExactly(source: ByteSource, position: number, length: number): Promise<Buffer> {
  const bytes = await source.read(position, length);
  if (bytes.length < length) throw new UnreadableError('it ends too early');
  return bytes;
}
