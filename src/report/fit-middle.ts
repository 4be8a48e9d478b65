import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The text in at most `width` terminal cells: beginning and end stay, `…` stands for the rest. What is seen
 * as one character is never cut.
 */
export function fitMiddle(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const parts = Array.from(graphemes.segment(text), ({ segment }) => segment);
  const room = width - 1;
  const tail = fitting(parts.toReversed(), Math.floor(room / 2))
    .reverse()
    .join('');
  const head = fitting(parts, room - stringWidth(tail)).join('');
  return `${head}…${tail}`;
}

function fitting(parts: readonly string[], width: number): string[] {
  let left = width;
  const end = parts.findIndex((part) => {
    left -= stringWidth(part);
    return left < 0;
  });
  return parts.slice(0, end === -1 ? parts.length : end);
}
