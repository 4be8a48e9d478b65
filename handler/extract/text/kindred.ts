/** An encoding that is mistaken for another, and the bytes that only it has in that place, as Latin-1. */
type Kindred = readonly [guessed: string, real: string, sign: RegExp];

/** What differs in a few characters only, which statistics of letters do not see. */
const KINDRED: readonly Kindred[] = [
  // A euro instead of a sign for any currency, or a ligature inside a word instead of a fraction or an accent.
  ['iso-8859-1', 'iso-8859-15', /\xa4|[\xbc\xbd][a-z]{2}|[a-z][\xbd\xa8\xb8][a-z]/i],
  // Letters with accents where the other has quotation marks and signs, which stand inside no word.
  ['windows-1252', 'ibm850', /[a-z][\x81\x82\x84\x87-\x89\x8b\x8d][a-z]/i],
  // Alpha with accent, where the other has an apostrophe, which ends a word.
  ['iso-8859-7', 'windows-1253', /(?:^|[\s"(])\xa2[\xe1-\xfe]/],
  // Vowel points and typographic signs, which the other has not at all.
  ['iso-8859-8', 'windows-1255', /[\x80-\x9f\xc0-\xd9]/],
];

/** The encoding that text in a guessed one really has, by what is written only in that. */
export function kindredOf(guessed: string, bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return KINDRED.find(([name, , sign]) => name === guessed && sign.test(text))?.[1] ?? guessed;
}
