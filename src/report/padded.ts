import stringWidth from 'string-width';

/** The text, filled up with spaces to so many cells of a terminal, where 日 takes two. */
export function padded(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(cells - stringWidth(text), 0));
}
