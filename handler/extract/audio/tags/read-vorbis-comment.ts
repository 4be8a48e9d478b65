import type { Draft } from '../../reader.ts';
import { addTag } from './add-tag.ts';

const MAX_COMMENTS = 200;

/**
 * Reads a Vorbis comment: the program, then `NAME=text` after `NAME=text`, each with its length before it
 * (https://xiph.org/vorbis/doc/v-comment.html). Names may come
 * again. Of a comment that is cut short the beginning is read.
 */
export function readVorbisComment(bytes: Buffer, draft: Draft): void {
  const vendor = stringAt(bytes, 0);
  if (vendor === undefined || vendor.end + 4 > bytes.length) return;
  const count = Math.min(bytes.readUInt32LE(vendor.end), MAX_COMMENTS);
  const values = new Map<string, string>();
  let at = vendor.end + 4;
  for (let comment = 0; comment < count; comment += 1) {
    const next = stringAt(bytes, at);
    if (next === undefined) break;
    const equals = next.text.indexOf('=');
    const name = next.text.slice(0, Math.max(equals, 0)).toUpperCase();
    const value = next.text.slice(equals + 1);
    values.set(name, values.has(name) ? `${values.get(name)}; ${value}` : value);
    at = next.end;
  }
  for (const [name, value] of values) addTag(draft, name, value);
  addTag(draft, 'ENCODER', vendor.text);
}

function stringAt(bytes: Buffer, position: number): { text: string; end: number } | undefined {
  if (position + 4 > bytes.length) return undefined;
  const end = position + 4 + bytes.readUInt32LE(position);
  return end > bytes.length ? undefined : { text: bytes.toString('utf8', position + 4, end), end };
}
