import { addTag } from '../../audio/tags/add-tag.ts';
import type { ByteSource } from '../../byte-source.ts';
import type { Draft } from '../../reader.ts';
import { childrenOf, type Element, elements, textIn, unsignedIn } from './elements.ts';

const TAG = 0x7373;
const TARGETS = 0x63c0;
const TARGET_LEVEL = 0x68ca;
const TRACK_IDENTITY = 0x63c5;
const SIMPLE_TAG = 0x67c8;
const NAME = 0x45a3;
const TEXT = 0x4487;
/** The level of albums and films; below it are their parts. */
const WHOLE = 50;

const MAX_TAGS = 50;
const MAX_SIMPLE_TAGS = 100;

/**
 * Reads a `Tags` element: what is said of the whole file, or of all that it holds; where that names nothing, what is
 * said of its tracks, as files have it that were made of an Ogg.
 */
export async function readTags(source: ByteSource, tags: Element, draft: Draft): Promise<void> {
  const ofTracks: Element[] = [];
  for await (const tag of elements(source, tags.content, tags.end, MAX_TAGS)) {
    if (tag.id !== TAG) continue;
    const { isWhole, isTrack } = await targetOf(source, tag);
    if (isTrack) ofTracks.push(tag);
    else if (isWhole) await readTag(source, tag, draft);
  }
  const { title, artist, album } = draft.tags ?? {};
  if ((title ?? artist ?? album) !== undefined) return;
  for (const tag of ofTracks) await readTag(source, tag, draft);
}

async function targetOf(source: ByteSource, tag: Element): Promise<{ isWhole: boolean; isTrack: boolean }> {
  const targets = (await childrenOf(source, tag)).element(TARGETS);
  if (targets === undefined) return { isWhole: true, isTrack: false };
  const children = await childrenOf(source, targets);
  const isWhole = ((await unsignedIn(children, TARGET_LEVEL)) ?? WHOLE) <= WHOLE;
  return { isWhole, isTrack: isWhole && ((await unsignedIn(children, TRACK_IDENTITY)) ?? 0) !== 0 };
}

async function readTag(source: ByteSource, tag: Element, draft: Draft): Promise<void> {
  for await (const simple of elements(source, tag.content, tag.end, MAX_SIMPLE_TAGS)) {
    if (simple.id !== SIMPLE_TAG) continue;
    const children = await childrenOf(source, simple);
    addTag(draft, (await textIn(children, NAME)) ?? '', (await textIn(children, TEXT)) ?? '');
  }
}
