import type { Draft } from '../../reader.ts';
import { addTag } from './add-tag.ts';
import { genreName } from './genres.ts';

/** Reads the 128 bytes of an ID3v1 tag: fields of fixed lengths, in Latin-1, or UTF-8 by some programs. */
export function readId3v1(bytes: Buffer, draft: Draft): void {
  const field = (start: number, end: number) => textOf(bytes.subarray(start, end));
  addTag(draft, 'TITLE', field(3, 33));
  addTag(draft, 'ARTIST', field(33, 63));
  addTag(draft, 'ALBUM', field(63, 93));
  addTag(draft, 'DATE', field(93, 97));
  addTag(draft, 'COMMENT', field(97, 127));
  addTag(draft, 'GENRE', genreName(bytes[127] ?? 255) ?? '');
  const track = bytes[125] === 0 ? bytes[126] : 0;
  if (track) addTag(draft, 'TRACK', String(track));
}

function textOf(bytes: Buffer): string {
  const utf8 = bytes.toString('utf8');
  const text = utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8;
  return text.split('\0', 1).join();
}
