import { describeSource } from '../../../handler/extract/describe-source.ts';
import type { Description } from '../../../handler/extract/description.ts';
import { rangedSource, type Usage } from '../../../handler/extract/ranged-source.ts';

/** Numbers of 32 bits, big-endian. */
export function be32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

/** A box of an ISO base media file. */
export function box(type: string, ...parts: (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([be32(content.length + 8), Buffer.from(type, 'latin1'), content]);
}

/** An element of Matroska, its length written in one byte where it fits, else in eight. */
export function element(id: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const long = Buffer.alloc(8);
  long.writeBigUInt64BE(BigInt(content.length) + 2n ** 56n);
  const length = content.length < 127 ? Buffer.from([0x80 + content.length]) : long;
  return Buffer.concat([Buffer.from(id.toString(16), 'hex'), length, content]);
}

/** What the extractor says of a file that is nothing but zeros between the given parts: `[position, bytes]`. */
export async function describeSparse(
  size: number,
  parts: readonly (readonly [number, Buffer])[],
  name: string,
): Promise<Description & { readonly usage: Usage }> {
  const source = rangedSource(size, async (start, end) => {
    const bytes = Buffer.alloc(end - start);
    for (const [position, part] of parts) {
      if (position < end && position + part.length > start) {
        part.copy(bytes, Math.max(0, position - start), Math.max(0, start - position));
      }
    }
    return bytes;
  });
  return { ...(await describeSource(source, name)), usage: source.usage };
}
