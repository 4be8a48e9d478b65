import { sourceOfBytes } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { readExif } from './read-exif.ts';
import { readIptc } from './read-iptc.ts';
import { readPhotoshopResources } from './read-photoshop-resources.ts';
import { readXmp } from './read-xmp.ts';
import { supplement } from './supplement.ts';
import { textOfBytes } from './text-of-bytes.ts';

const XMP = 'XML:com.adobe.xmp';
const IPTC = 'Raw profile type iptc';
const PROFILES: ReadonlySet<string> = new Set(['Raw profile type exif', 'Raw profile type APP1']);

/** https://www.w3.org/TR/png-3/#11keywords */
const FIELDS: Readonly<Record<string, 'artist' | 'copyright' | 'description' | 'software' | 'title'>> = {
  Author: 'artist',
  Copyright: 'copyright',
  Description: 'description',
  Software: 'software',
  Title: 'title',
};

/** Whether text under the keyword says something that is written down. */
export function isPngKeyword(keyword: string): boolean {
  return keyword === XMP || keyword === IPTC || PROFILES.has(keyword) || Object.hasOwn(FIELDS, keyword);
}

/** What cameras wrote, what editors wrote, and what the program that saved the picture wrote, in this order. */
export function mostTrustedFirst(texts: ReadonlyMap<string, Buffer>): [string, Buffer][] {
  const rank = (keyword: string) => (PROFILES.has(keyword) ? 0 : keyword === XMP ? 1 : 2);
  return [...texts].sort(([one], [other]) => rank(one) - rank(other));
}

/** Writes down what a text says: who made the picture and with what, or EXIF and XMP packed into text. */
export async function describePngText(keyword: string, value: Buffer, draft: Draft): Promise<void> {
  if (keyword === XMP) return readXmp(sourceOfBytes(value), draft);
  if (keyword === IPTC) return readNotes(rawProfile(value), draft);
  if (PROFILES.has(keyword)) return readProfile(rawProfile(value), draft);
  const field = FIELDS[keyword];
  if (field !== undefined) draft.photo = supplement(draft.photo, { [field]: textOfBytes(value) });
}

async function readProfile(profile: Buffer, draft: Draft): Promise<void> {
  const mark = profile.toString('latin1', 0, 6);
  if (mark === 'Exif\0\0') await readExif(sourceOfBytes(profile.subarray(6)), draft);
  else if (mark.startsWith('http:')) await readXmp(sourceOfBytes(profile), draft);
  else await readExif(sourceOfBytes(profile), draft);
}

/** Bare, or in Photoshop's wrapping. */
async function readNotes(profile: Buffer, draft: Draft): Promise<void> {
  const read = profile.toString('latin1', 0, 4) === '8BIM' ? readPhotoshopResources : readIptc;
  await read(sourceOfBytes(profile), draft);
}

/** ImageMagick's way: the profile's name and length, each on a line, and its bytes as hexadecimal digits. */
function rawProfile(value: Buffer): Buffer {
  const lines = value.toString('latin1').trimStart();
  const digits = lines.slice(lines.indexOf('\n', lines.indexOf('\n') + 1));
  return Buffer.from(digits.replace(/\s+/g, ''), 'hex');
}
