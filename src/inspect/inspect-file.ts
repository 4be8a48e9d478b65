import { open } from 'node:fs/promises';
import { EXTRACTOR } from '../../handler/extract/description.ts';
import type { Extractor } from '../../handler/extract/extractor.ts';
import { FilepipeError } from '../errors.ts';
import type { Inspected } from './inspected.ts';

export interface FileToInspect {
  readonly path: string;
  /** The name that it would have in the bucket. */
  readonly key: string;
  readonly contentType: string;
}

/** As in the function. */
const READING_MILLISECONDS = 20_000;

/** Describes a regular file with the function's own extractor. Reads a few ranges of it, whatever its size. */
export async function inspectFile(
  extractor: Extractor,
  { path, key, contentType }: FileToInspect,
): Promise<Inspected> {
  const file = await open(path).catch((cause: Error) => {
    throw new FilepipeError(`cannot read ${path}: ${cause.message}`, { cause });
  });
  try {
    const { size } = await file.stat();
    const fetch = async (start: number, end: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      return buffer.subarray(0, bytesRead);
    };
    const { usage: _, ...description } = await extractor.describe(
      { name: key, size, fetch },
      READING_MILLISECONDS,
    );
    return { filename: key, size, contentType, ...description, extractor: EXTRACTOR };
  } finally {
    await file.close();
  }
}
