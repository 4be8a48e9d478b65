import { decodeBytes } from '../decode-bytes.ts';

/** `=?charset?B?base64?=` and `=?charset?Q?quoted?=`, with what may stand between two of them. */
const WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?\s]{0,2000})\?=(?:\s+(?==\?[^?\s]{1,60}\?[bq]\?))?/giu;

/**
 * The text of a header that is written in ASCII, with its encoded words decoded. Characters that are split over
 * two words are put together.
 * https://www.rfc-editor.org/rfc/rfc2047
 */
export function decodeEncodedWords(text: string): string {
  let pending: { charset: string; bytes: Buffer[] } | undefined;
  let decoded = '';
  let end = 0;
  const flush = () => {
    if (pending !== undefined) decoded += decodeCharset(Buffer.concat(pending.bytes), pending.charset);
    pending = undefined;
  };
  for (const match of text.matchAll(WORD)) {
    const [whole, charsetAndLanguage = '', encoding = '', content = ''] = match;
    const charset = charsetAndLanguage.split('*')[0]?.toLowerCase() ?? '';
    if (match.index > end || pending?.charset !== charset) flush();
    decoded += text.slice(end, match.index);
    pending ??= { charset, bytes: [] };
    pending.bytes.push(/b/iu.test(encoding) ? Buffer.from(content, 'base64') : quotedBytes(content));
    end = match.index + whole.length;
  }
  flush();
  return decoded + text.slice(end);
}

function quotedBytes(text: string): Buffer {
  const bytes = text
    .replaceAll('_', ' ')
    .replace(/=([\da-f]{2})/giu, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** As UTF-8 where the charset is not known, and as Latin 1 where that does not fit either. */
export function decodeCharset(bytes: Buffer, charset: string): string {
  for (const label of [charset, 'utf-8']) {
    try {
      return decodeBytes(bytes, label, { fatal: label !== charset });
    } catch {}
  }
  return bytes.toString('latin1');
}
