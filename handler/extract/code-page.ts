import { decodeBytes } from './decode-bytes.ts';

/**
 * Text in one of Windows' code pages, by number, up to its first NUL. What a code page that is not known here cannot
 * say is read as Western European.
 * https://learn.microsoft.com/en-us/windows/win32/intl/code-page-identifiers
 */
export function decodeCodePage(bytes: Buffer, codePage: number): string {
  const text = decodeBytes(bytes, labelOf(codePage));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function labelOf(codePage: number): string {
  if (codePage >= 1250 && codePage <= 1258) return `windows-${codePage}`;
  if (codePage >= 28592 && codePage <= 28606 && codePage !== 28602) return `iso-8859-${codePage - 28590}`;
  return LABELS[codePage] ?? 'windows-1252';
}

const LABELS: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  1201: 'utf-16be',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  20866: 'koi8-r',
  21866: 'koi8-u',
  50220: 'iso-2022-jp',
  51932: 'euc-jp',
  51949: 'euc-kr',
  54936: 'gb18030',
  65001: 'utf-8',
};
