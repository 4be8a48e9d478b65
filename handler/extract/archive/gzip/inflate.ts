import { createInflateRaw, type InflateRaw } from 'node:zlib';
import type { ByteSource } from '../../byte-source.ts';
import { MAX_HEADER, memberHeader } from './member-header.ts';
import { type PackedBytes, packedBytes } from './packed-bytes.ts';

const KIB = 1024;
/** Inflated first of a member: enough for the codes of a block and the header of a tar. */
const FIRST_SLICE = 2 * KIB;
/** Inflated at a time, to at most a thousand times as much: all of that is in memory together. */
const SLICE = 8 * KIB;
const CHUNK = 64 * KIB;
/** Each takes up to a tenth of a millisecond to begin. Tars that are packed in blocks of 64 KiB have a thousand in 64 MiB. */
const MAX_MEMBERS = 4096;
/** A checksum, which is not looked at, and a size. */
const TRAILER = 8;

/** How the inflating ended: where the packed data do, before, or because they are damaged. */
export type Ending = 'whole' | 'cut off' | 'damaged';

/**
 * What gzip packed, in order, of all members that are strung together, and how it ended. The first one's packed data
 * begin at `content`. Reads and inflates no more than is asked for. What lies behind the last member is passed over.
 */
export async function* inflate(source: ByteSource, content: number): AsyncGenerator<Buffer, Ending, void> {
  const packed = packedBytes(source);
  let position = content;
  for (let members = 0; members < MAX_MEMBERS; members += 1) {
    const end = yield* inflateMember(packed, position);
    if (typeof end === 'string') return end;
    const next = memberHeader(await packed(end + TRAILER, MAX_HEADER));
    if (next === undefined) return 'whole';
    position = end + TRAILER + next.bytes;
  }
  return 'cut off';
}

/** Returns where its packed data end, when they do. */
async function* inflateMember(
  packed: PackedBytes,
  start: number,
): AsyncGenerator<Buffer, number | Exclude<Ending, 'whole'>, void> {
  const inflater = createInflateRaw({ chunkSize: CHUNK });
  const chunks: Buffer[] = [];
  inflater.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
  try {
    for (let position = start; ; ) {
      const slice = (await packed(position, 1)).subarray(0, position === start ? FIRST_SLICE : SLICE);
      await step(inflater, slice);
      yield* chunks.splice(0);
      if (inflater.readableEnded) return start + inflater.bytesWritten;
      position += slice.length;
    }
  } catch (error) {
    if (!isOfZlib(error)) throw error;
    yield* chunks.splice(0);
    return error.code === 'Z_BUF_ERROR' ? 'cut off' : 'damaged';
  } finally {
    inflater.destroy();
  }
}

/**
 * Inflates a slice; an empty one is the last. Waits for whatever comes of it: it is done, what was packed has ended
 * within it, or it is damaged.
 */
async function step(inflater: InflateRaw, slice: Buffer): Promise<void> {
  let forget = () => {};
  await new Promise<void>((resolve, reject) => {
    inflater.once('end', resolve).once('error', reject);
    forget = () => inflater.off('end', resolve).off('error', reject);
    if (slice.length === 0) inflater.end();
    else inflater.write(slice, () => resolve());
  }).finally(() => forget());
}

function isOfZlib(error: unknown): error is Error & { readonly code: string } {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
  );
}
