import { fitMiddle } from '../report/fit-middle.ts';
import { formatBytes } from '../report/format.ts';
import { padded } from '../report/padded.ts';
import { visible } from '../report/visible.ts';
import type { ListedFile } from './query-files.ts';

/** Cells of the columns before the name, which takes what is left. */
const WIDTH = { uploaded: 16, size: 8, type: 24 };
const GAP = '  ';
const ROOM_FOR_NAME = 24;
const MIN_NAME = 12;

/**
 * Lines for people: local time, size, type, and the name last, so that rows can be shown as they come.
 * `columns` is the terminal's width, to which names are shortened in the middle; where it is narrow they take the
 * place of the type. Without it nothing is shortened. When the first record cannot be had there is no heading either.
 */
export async function* formatTable(
  records: AsyncIterable<ListedFile>,
  columns?: number,
): AsyncGenerator<string> {
  const { nameWidth, withType } = layout(columns);
  let heading: string | undefined = line('UPLOADED', 'SIZE', 'TYPE', 'NAME');
  for await (const { uploadTime, size, contentType = '', filename } of records) {
    const type = fitMiddle(visible(contentType), WIDTH.type);
    const name = fitMiddle(visible(filename), nameWidth);
    const row = line(localMinute(new Date(uploadTime)), formatBytes(size), type, name);
    if (heading !== undefined) yield heading;
    heading = undefined;
    yield row;
  }
  if (heading !== undefined) yield heading;

  function line(uploaded: string, size: string, type: string, name: string): string {
    const before = [uploaded.padEnd(WIDTH.uploaded), size.padStart(WIDTH.size)];
    const cells = withType ? [...before, padded(type, WIDTH.type), name] : [...before, name];
    return `${cells.join(GAP)}\n`;
  }
}

function layout(columns = Number.POSITIVE_INFINITY): {
  readonly nameWidth: number;
  readonly withType: boolean;
} {
  const left = columns - WIDTH.uploaded - WIDTH.size - 2 * GAP.length;
  const besideType = left - WIDTH.type - GAP.length;
  const withType = besideType >= ROOM_FOR_NAME;
  return { nameWidth: withType ? besideType : Math.max(left, MIN_NAME), withType };
}

/** `2026-11-22 15:04`, in the time zone of the reader. */
function localMinute(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
