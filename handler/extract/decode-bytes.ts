interface DecodeOptions {
  /** Throw a `TypeError` instead of writing U+FFFD. */
  readonly fatal?: boolean;
  /** Leave out what is cut off at the end. */
  readonly cut?: boolean;
}

/**
 * Text in an encoding of the WHATWG's list, without a byte order mark taken off. Throws a `RangeError` for any other.
 * https://encoding.spec.whatwg.org/#names-and-labels
 */
export function decodeBytes(
  bytes: Buffer,
  label: string,
  { fatal = false, cut = false }: DecodeOptions = {},
): string {
  const decoder = new TextDecoder(label, { fatal, ignoreBOM: true });
  return decoder.encoding === 'windows-1252'
    ? decodeWindows1252(bytes)
    : decoder.decode(bytes, { stream: cut });
}

/** Node.js takes it for Latin-1: https://github.com/nodejs/node/issues/56542 */
function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (control) => FROM_80[control.charCodeAt(0) - 0x80] ?? control);
}

/** What stands in the place of Latin-1's upper controls; five of them stay. */
const FROM_80 = [
  ...['€', '\x81', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\x8d', 'Ž', '\x8f'],
  ...['\x90', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\x9d', 'ž', 'Ÿ'],
];
