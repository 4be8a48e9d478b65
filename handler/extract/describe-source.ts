import type { ByteSource } from './byte-source.ts';
import { cleanText } from './clean-text.ts';
import type { Description } from './description.ts';
import { identify } from './identify.ts';
import type { Draft } from './reader.ts';
import { readerOf } from './readers.ts';
import { tidy } from './tidy.ts';

const MAX_REASON = 500;

/**
 * Says what a file is and what is inside it. What was found before the reading failed is kept: `failed` then
 * comes with details. Never rejects.
 */
export async function describeSource(source: ByteSource, name: string): Promise<Description> {
  const draft: Draft = { schema: 1, mediaType: 'application/octet-stream', mediaTypeFrom: 'nothing' };
  try {
    Object.assign(draft, await identify(source, name));
    await readerOf(draft.mediaType)?.({ source, name, mediaType: draft.mediaType }, draft);
    return { status: 'described', details: tidy(draft) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const reason = `it cannot be read as ${draft.mediaType}: ${why}`;
    return { status: 'failed', reason: cleanText(reason, MAX_REASON), details: tidy(draft) };
  }
}
