import type { ByteSource } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { readJpegFrom } from './read-jpeg.ts';
import { supplement } from './supplement.ts';

/** Adds what the JPEG that a raw file carries says of how the picture was taken; nothing of its size. A damaged one says nothing. */
export async function readPreview(jpeg: ByteSource, draft: Draft): Promise<void> {
  const preview: Draft = { schema: 1, mediaType: 'image/jpeg', mediaTypeFrom: 'content' };
  try {
    await readJpegFrom(jpeg, preview);
  } catch {
    // What was found before the damage is good.
  }
  if (preview.photo !== undefined) draft.photo = supplement(draft.photo, preview.photo);
}
