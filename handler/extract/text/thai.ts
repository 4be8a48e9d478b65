/** Consonants, vowels and marks of TIS-620, which ISO 8859-11 and windows-874 add a few signs to. */
const CONSONANT = [0xa1, 0xce];
/** Written before the consonant that it follows in speech. */
const LEADING_VOWEL = [0xe0, 0xe4];
/** Above or below what stands before. */
const MARKS = [
  [0xd1, 0xd1],
  [0xd4, 0xda],
  [0xe7, 0xee],
];
const UNUSED = [
  [0xdb, 0xde],
  [0xfc, 0xff],
];
const LEAST_MARKS = 8;
/** Of marks and leading vowels; other 8-bit text hardly ever gets half of them right. */
const LEAST_RIGHT = 0.95;

/** Whether bytes above ASCII are Thai: whatever needs a consonant beside it has one, and no byte is unused. */
export function isThai(bytes: Buffer): boolean {
  if (bytes.some((byte) => isIn(byte, UNUSED))) return false;
  const marks = [...bytes.entries()].filter(([, byte]) => isIn(byte, MARKS));
  const vowels = [...bytes.entries()].filter(([, byte]) => isIn(byte, [LEADING_VOWEL]));
  const right =
    marks.filter(([at]) => isIn(bytes[at - 1] ?? 0, [CONSONANT, ...MARKS])).length +
    vowels.filter(([at]) => isIn(bytes[at + 1] ?? 0, [CONSONANT])).length;
  return marks.length >= LEAST_MARKS && right >= (marks.length + vowels.length) * LEAST_RIGHT;
}

function isIn(byte: number, ranges: readonly (readonly number[])[]): boolean {
  return ranges.some(([first = 0, last = 0]) => byte >= first && byte <= last);
}
