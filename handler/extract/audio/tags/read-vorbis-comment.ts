import type { Draft } from '../../reader.ts';
import { addTag } from './add-tag.ts';

const MAX_COMMENTS = 200;

/**
 * Reads a Vorbis comment: the program, then `NAME=text` after `NAME=text`, each with its length before it
 * (https://xiph.org/vorbis/doc/v-comment.html). Of a comment that is cut short the beginning is read.
 */
export function readVorbisComment(bytes: Buffer, draft: Draft): void {
  const vendor = stringAt(bytes, 0);
  if (vendor === undefined || vendor.end + 4 > bytes.length) return;
  const count = Math.min(bytes.readUInt32LE(vendor.end), MAX_COMMENTS);
  let at = vendor.end + 4;
  for (let comment = 0; comment < count; comment += 1) {
    const next = stringAt(bytes, at);
    if (next === undefined) break;
    const equals = next.text.indexOf('=');
    if (equals > 0) addTag(draft, next.text.slice(0, equals), next.text.slice(equals + 1));
    at = next.end;
  }
  addTag(draft, 'ENCODER', vendor.text);
}

function stringAt(bytes: Buffer, position: number): { text: string; end: number } | undefined {
  if (position + 4 > bytes.length) return undefined;
  const end = position + 4 + bytes.readUInt32LE(position);
  return end > bytes.length ? undefined : { text: bytes.toString('utf8', position + 4, end), end };
}
