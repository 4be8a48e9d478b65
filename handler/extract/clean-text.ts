/** Controls, line and paragraph separators, and the marks that turn the direction of what follows them. */
const HARMFUL = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/**
 * Text from a file as it may be stored and shown: well-formed Unicode on one line, without control characters
 * and without white space around it, at most `most` characters. Empty when nothing is left.
 */
export function cleanText(text: string, most: number): string {
  const clean = text
    .slice(0, most * 4)
    .toWellFormed()
    .replace(HARMFUL, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return [...clean].slice(0, most).join('').trimEnd();
}
