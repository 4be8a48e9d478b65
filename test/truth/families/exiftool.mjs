import { field } from './field.mjs';

/** A field that exiftool is asked about, of files that it takes for this kind. */
export function exiftoolField(kind, pattern, part) {
  const asked = (theirs) => (told) =>
    pattern.test(told?.['File:MIMEType'] ?? '') ? theirs(told) : undefined;
  return field(kind, 'exiftool', asked, part);
}

/** A tag by its name: what the file itself says before what its notes say, and nothing for blanks. */
export function tagOf(told, tag) {
  const names = Object.keys(told).filter((name) => name.endsWith(`:${tag}`));
  const best = names.find((name) => name.startsWith('File:')) ?? names[0];
  const value = Array.isArray(told[best]) ? told[best].join(', ') : told[best];
  return typeof value === 'string' && value.trim() === '' ? undefined : value;
}
