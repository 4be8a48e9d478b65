import { fileTypeFromTokenizer } from 'file-type/core';
import mime from 'mime/lite';
import type { ByteSource } from './byte-source.ts';
import type { Details } from './details.ts';
import { SourceTokenizer } from './source-tokenizer.ts';

/** What a file is: its bytes decide, and its name only where they leave it open. */
export async function identify(
  source: ByteSource,
  name: string,
): Promise<Pick<Details, 'mediaType' | 'mediaTypeFrom'>> {
  const found = await fileTypeFromTokenizer(new SourceTokenizer(source));
  if (found !== undefined) return { mediaType: found.mime, mediaTypeFrom: 'content' };
  const named = mime.getType(name);
  if (named !== null) return { mediaType: named, mediaTypeFrom: 'name' };
  return { mediaType: 'application/octet-stream', mediaTypeFrom: 'nothing' };
}
