import stringWidth from 'string-width';
import type { FileRecord } from '../../handler/record.ts';
import { formatBytes } from '../report/format.ts';
import { fitMiddle } from './fit-middle.ts';

/** Cells of the columns before the name, which takes what is left. */
const WIDTH = { uploaded: 16, size: 8, type: 24 };
const GAP = '  ';
const BEFORE_NAME = WIDTH.uploaded + WIDTH.size + WIDTH.type + 3 * GAP.length;
const MIN_NAME = 12;

/**
 * Lines for people: local time, size, type, and the name last, so that rows can be shown as they come.
 * `columns` is the terminal's width, to which names are shortened in the middle; without it they are whole.
 */
export async function* formatTable(
  records: AsyncIterable<FileRecord>,
  columns?: number,
): AsyncGenerator<string> {
  const nameWidth =
    columns === undefined ? Number.POSITIVE_INFINITY : Math.max(columns - BEFORE_NAME, MIN_NAME);
  yield tableLine('UPLOADED', 'SIZE', 'TYPE', 'NAME');
  for await (const { uploadTime, size, contentType, filename } of records) {
    const type = fitMiddle(visible(contentType), WIDTH.type);
    const name = fitMiddle(visible(filename), nameWidth);
    yield tableLine(localMinute(new Date(uploadTime)), formatBytes(size), type, name);
  }
}

function tableLine(uploaded: string, size: string, type: string, name: string): string {
  const cells = [uploaded.padEnd(WIDTH.uploaded), size.padStart(WIDTH.size), padded(type, WIDTH.type), name];
  return `${cells.join(GAP)}\n`;
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(width - stringWidth(text), 0));
}

/** `2026-11-22 15:04`, in the time zone of the reader. */
function localMinute(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** Control characters and those that turn the direction of text could make a name look like another, or like output. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, (character) => {
    const short = JSON.stringify(character).slice(1, -1);
    return short === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : short;
  });
}
