import type { ByteSource } from '../../byte-source.ts';
import type { Draft } from '../../reader.ts';
import { APE_FOOTER, readApeTag } from './read-ape-tag.ts';
import { readId3v1 } from './read-id3v1.ts';
import { readId3v2 } from './read-id3v2.ts';

interface Between {
  /** Where the sound begins and ends. */
  readonly start: number;
  readonly end: number;
  readonly tagged: boolean;
}

/** Some files have two tags in front, of two programs. */
const MAX_TAGS = 4;
const ID3V1 = 128;

/**
 * Reads the tags that programs put in front of sound and behind it, whatever kind of sound it is: ID3 and APE. What is in
 * front stands where both say something. The end of the file costs a read of its own.
 */
export async function readTagsAround(source: ByteSource, draft: Draft): Promise<Between> {
  const start = await readTagsInFront(source, draft);
  const tail = await source.read(Math.max(start, source.size - ID3V1 - APE_FOOTER), ID3V1 + APE_FOOTER);
  let end = source.size;
  const id3v1 = tail.subarray(Math.max(0, tail.length - ID3V1));
  const hasId3v1 = id3v1.length === ID3V1 && id3v1.toString('latin1', 0, 3) === 'TAG';
  if (hasId3v1) end -= ID3V1;
  const ape = await readApeTag(source, end, draft);
  if (hasId3v1) readId3v1(id3v1, draft);
  return { start, end: end - ape, tagged: start > 0 || hasId3v1 || ape > 0 };
}

/** Resolves to where the sound begins. */
export async function readTagsInFront(source: ByteSource, draft: Draft): Promise<number> {
  let start = 0;
  for (let count = 0; count < MAX_TAGS; count += 1) {
    const length = await readId3v2(source, start, draft);
    if (length === 0) break;
    start += length;
  }
  return Math.min(start, source.size);
}
