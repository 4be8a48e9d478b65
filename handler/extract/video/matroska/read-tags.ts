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

/** Reads a `Tags` element: what is said of the whole file, or of all that it holds. */
export async function readTags(source: ByteSource, tags: Element, draft: Draft): Promise<void> {
  for await (const tag of elements(source, tags.content, tags.end, MAX_TAGS)) {
    if (tag.id === TAG && (await isOfWhole(source, tag))) await readTag(source, tag, draft);
  }
}

async function isOfWhole(source: ByteSource, tag: Element): Promise<boolean> {
  const targets = (await childrenOf(source, tag)).element(TARGETS);
  if (targets === undefined) return true;
  const children = await childrenOf(source, targets);
  const level = (await unsignedIn(children, TARGET_LEVEL)) ?? WHOLE;
  return level <= WHOLE && ((await unsignedIn(children, TRACK_IDENTITY)) ?? 0) === 0;
}

async function readTag(source: ByteSource, tag: Element, draft: Draft): Promise<void> {
  for await (const simple of elements(source, tag.content, tag.end, MAX_SIMPLE_TAGS)) {
    if (simple.id !== SIMPLE_TAG) continue;
    const children = await childrenOf(source, simple);
    addTag(draft, (await textIn(children, NAME)) ?? '', (await textIn(children, TEXT)) ?? '');
  }
}
