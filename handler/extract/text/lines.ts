import type { TextDetails } from '../details.ts';

/** How many lines a whole text has, and how they end; the last one needs no end. */
export function countLines(text: string): Pick<TextDetails, 'lines' | 'lineEnding'> {
  const counts = { lf: 0, crlf: 0, cr: 0 };
  for (const [end] of text.matchAll(/\r\n|\n|\r/g)) {
    if (end === '\n') counts.lf += 1;
    else if (end === '\r') counts.cr += 1;
    else counts.crlf += 1;
  }
  const ends = counts.lf + counts.crlf + counts.cr;
  const lines = ends + (text === '' || /[\r\n]$/.test(text) ? 0 : 1);
  const used = (['lf', 'crlf', 'cr'] as const).filter((end) => counts[end] > 0);
  const [only] = used;
  if (only === undefined) return { lines };
  return { lines, lineEnding: used.length > 1 ? 'mixed' : only };
}
