import { open } from 'node:fs/promises';
import { describeSource } from '../../../handler/extract/describe-source.ts';
import type { Description } from '../../../handler/extract/description.ts';
import { type FetchRange, rangedSource, type Usage } from '../../../handler/extract/ranged-source.ts';

/** What the extractor says of a file, and what it read for it. */
export async function describeFile(path: string): Promise<Description & { readonly usage: Usage }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const fetch: FetchRange = async (start, end) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      return buffer.subarray(0, bytesRead);
    };
    return await describedWithin(size, fetch, path);
  } finally {
    await file.close();
  }
}

/** What the extractor says of bytes under a name. */
export function describeBytes(bytes: Buffer, name: string): Promise<Description & { readonly usage: Usage }> {
  return describedWithin(bytes.length, async (start, end) => bytes.subarray(start, end), name);
}

async function describedWithin(size: number, fetch: FetchRange, name: string) {
  const source = rangedSource(size, fetch);
  return { ...(await describeSource(source, name)), usage: source.usage };
}
