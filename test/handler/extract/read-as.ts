import { readFileSync } from 'node:fs';
import { sourceOfBytes } from '../../../handler/extract/byte-source.ts';
import type { Draft } from '../../../handler/extract/reader.ts';
import { readerOf } from '../../../handler/extract/readers.ts';
import { tidy } from '../../../handler/extract/tidy.ts';

/** The bytes of a file in files/. */
export function fixture(path: string): Buffer {
  return readFileSync(new URL(`files/${path}`, import.meta.url));
}

/**
 * What is found in bytes that were taken for a media type, whatever they look like: by their beginning, or merely
 * by the file's name. Rejects as the reader does.
 */
export async function readAs(
  mediaType: string,
  bytes: Buffer,
  name = 'file',
  mediaTypeFrom: Draft['mediaTypeFrom'] = 'content',
) {
  const reader = readerOf(mediaType);
  if (reader === undefined) throw new Error(`nothing reads ${mediaType}`);
  const draft: Draft = { schema: 1, mediaType, mediaTypeFrom };
  await reader({ source: sourceOfBytes(bytes), name, mediaType }, draft);
  return tidy(draft);
}
