import type { ByteSource } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { cameraDate } from './camera-date.ts';
import { listed } from './listed.ts';
import { supplement } from './supplement.ts';
import { textOfBytes } from './text-of-bytes.ts';

const MAX_BYTES = 64 * 1024;
const MAX_FIELDS = 1000;
const FIELD_MARK = 0x1c;
const HEADER = 5;
/** Longer values have a length that is written otherwise; none of those that matter here is so long. */
const MAX_LENGTH = 0x7fff;

/** By IPTC's numbers. https://exiftool.org/TagNames/IPTC.html#ApplicationRecord */
const OBJECT_NAME = 5;
const KEYWORDS = 25;
const DATE_CREATED = 55;
const TIME_CREATED = 60;
const BYLINE = 80;
const COPYRIGHT = 116;
const CAPTION = 120;

/** Adds what a news agency or an archive noted: when, by whom, what. Fields that something said already stay. */
export async function readIptc(source: ByteSource, draft: Draft): Promise<void> {
  const fields = fieldsOf(await source.read(0, MAX_BYTES));
  const text = (field: number) => fields.get(field)?.[0];
  draft.photo = supplement(draft.photo, {
    taken: dateOf(text(DATE_CREATED), text(TIME_CREATED)),
    artist: text(BYLINE),
    copyright: text(COPYRIGHT),
    title: text(OBJECT_NAME),
    description: text(CAPTION),
    keywords: listed(fields.get(KEYWORDS) ?? []),
  });
}

/** The values of each field of the second record, which is about the picture. */
function fieldsOf(bytes: Buffer): ReadonlyMap<number, readonly string[]> {
  const fields = new Map<number, string[]>();
  let at = 0;
  for (let count = 0; count < MAX_FIELDS && at + HEADER <= bytes.length; count += 1) {
    const length = bytes.readUInt16BE(at + 3);
    if (bytes[at] !== FIELD_MARK || length > MAX_LENGTH) break;
    const field = bytes.readUInt8(at + 2);
    const text = textOfBytes(bytes.subarray(at + HEADER, at + HEADER + length));
    if (bytes[at + 1] === 2 && text !== undefined) fields.set(field, [...(fields.get(field) ?? []), text]);
    at += HEADER + length;
  }
  return fields;
}

/** `20050929` and `165100+0200`. */
function dateOf(date: string | undefined, time: string | undefined): string | undefined {
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(date ?? '');
  const hour = /^(\d\d)(\d\d)(\d\d)([+-]\d{4})?$/.exec(time ?? '');
  if (day === null || hour === null) return undefined;
  return cameraDate(`${day.slice(1).join(':')} ${hour.slice(1, 4).join(':')}${hour[4] ?? ''}`);
}
