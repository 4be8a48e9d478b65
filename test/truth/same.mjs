import { existsSync, readFileSync } from 'node:fs';

const equivalents = new URL('./mime-equivalents.json', import.meta.url);
const groups = existsSync(equivalents) ? JSON.parse(readFileSync(equivalents, 'utf8')) : [];

/** The same name, or another one for the same thing. */
export function sameType(ours, theirs) {
  // Case tells nothing apart: https://www.rfc-editor.org/rfc/rfc2045#section-5.1
  return ours.toLowerCase() === theirs.toLowerCase() || synonymsOf(ours).has(theirs);
}

/**
 * Also when the name, which `file` does not look at, tells more of a text that to it is just text, or C++ from C; and
 * when a vocabulary of XML or JSON has a media type of its own, which then ends so.
 */
export function sameOrFinerType(ours, theirs, { mediaTypeFrom }) {
  if (sameType(ours, theirs)) return true;
  if (theirs === 'text/xml') return ours.endsWith('+xml') || ours === 'application/x-plist';
  if (theirs === 'application/json') return ours.endsWith('+json');
  const named = mediaTypeFrom === 'name';
  return named && (theirs === 'text/plain' || (theirs === 'text/x-c' && ours === 'text/x-c++'));
}

/** All names that any chain of groups links with this one. */
function synonymsOf(name) {
  const found = new Set([name]);
  for (const known of found) {
    for (const group of groups) if (group.includes(known)) for (const one of group) found.add(one);
  }
  return found;
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

/** The same moment as far as both tell it; a tool that leaves the zone out may still mean UTC. */
export function sameTime(ours, theirs) {
  const [mine, told] = [digitsOf(ours), digitsOf(theirs)];
  const length = Math.min(mine.length, told.length, 14);
  return length >= 4 && mine.slice(0, length) === told.slice(0, length);
}

function digitsOf(time) {
  return String(time).slice(0, 19).replace(/\D/g, '');
}
