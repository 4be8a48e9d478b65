import { existsSync, readFileSync } from 'node:fs';

const equivalents = new URL('./mime-equivalents.json', import.meta.url);
const pairs = existsSync(equivalents) ? JSON.parse(readFileSync(equivalents, 'utf8')) : [];
const synonyms = new Set(pairs.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));

/** The same name, or another one for the same thing. */
export function sameType(ours, theirs) {
  return ours === theirs || synonyms.has(`${ours} ${theirs}`);
}

/** The same text but for white space and characters that cannot be shown. */
export function sameText(ours, theirs) {
  return plain(ours) === plain(theirs);
}

function plain(value) {
  return String(value)
    .replace(/[\p{Cc}\p{Cf}\s\ufffd]+/gu, ' ')
    .trim()
    .slice(0, 900);
}

/** ffprobe tells sample formats apart by endianness where the file does not. */
export function sameCodec(ours, theirs) {
  return ours === theirs;
}

export function within(absolute, relative = 0) {
  return (ours, theirs) => Math.abs(ours - theirs) <= Math.max(absolute, relative * Math.abs(theirs));
}

/** exiftool's `2024:06:01 12:34:56` as ISO, if it is a date at all. */
export function taken(told) {
  const text = [told['EXIF:DateTimeOriginal'], told['EXIF:CreateDate']].find((date) => DATE.test(date ?? ''));
  const [, year, month, day, time] = DATE.exec(text ?? '') ?? [];
  return year === undefined || Number(month) === 0 ? undefined : `${year}-${month}-${day}T${time}`;
}

const DATE = /^([12]\d{3})[:/-](\d\d)[:/-](\d\d)[ T](\d\d:\d\d:\d\d)/;
