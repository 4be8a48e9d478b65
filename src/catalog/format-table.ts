import { fitMiddle } from '../report/fit-middle.ts';
import { formatBytes } from '../report/format.ts';
import { padded } from '../report/padded.ts';
import { visible } from '../report/visible.ts';
import { gist } from './gist.ts';
import type { ListedFile } from './query-files.ts';

/** Cells of the columns before the name, which takes what is left. */
const WIDTH = { uploaded: 16, size: 8, type: 24, inside: 16 };
const GAP = '  ';
const ROOM_FOR_NAME = 24;
const MIN_NAME = 12;

/**
 * Lines for people: local time, size, type, what is inside, and the name last, so that rows can be shown as they come.
 * `columns` is the terminal's width, to which names are shortened in the middle; where it is narrow they take the
 * place of the type and then of what is inside. Without it nothing is shortened. When the first record cannot be had there is no
 * heading either.
 */
export async function* formatTable(
  records: AsyncIterable<ListedFile>,
  columns?: number,
): AsyncGenerator<string> {
  const { nameWidth, withType, withInside } = layout(columns);
  let heading: string | undefined = line('UPLOADED', 'SIZE', 'TYPE', 'INSIDE', 'NAME');
  for await (const { uploadTime, size, contentType = '', status, details, filename } of records) {
    const type = fitMiddle(visible(shortType(details?.mediaType ?? contentType)), WIDTH.type);
    const inside = status === 'failed' ? 'not understood' : fitMiddle(visible(gist(details)), WIDTH.inside);
    const name = fitMiddle(visible(filename), nameWidth);
    const row = line(localMinute(new Date(uploadTime)), formatBytes(size), type, inside, name);
    if (heading !== undefined) yield heading;
    heading = undefined;
    yield row;
  }
  if (heading !== undefined) yield heading;

  function line(uploaded: string, size: string, type: string, inside: string, name: string): string {
    const cells = [
      uploaded.padEnd(WIDTH.uploaded),
      size.padStart(WIDTH.size),
      ...(withType ? [padded(type, WIDTH.type)] : []),
      ...(withInside ? [padded(inside, WIDTH.inside)] : []),
      name,
    ];
    return `${cells.join(GAP)}\n`;
  }
}

/** What tells the types of office files apart stands far behind: `…wordprocessingml`, `…opendocument.text`. */
function shortType(type: string): string {
  return type
    .replace(/^application\/vnd\.openxmlformats-officedocument\.(\w+)\..*$/, '…$1')
    .replace(/^application\/vnd\.oasis\.(?=opendocument\.)/, '…');
}

interface Layout {
  readonly nameWidth: number;
  readonly withType: boolean;
  readonly withInside: boolean;
}

function layout(columns = Number.POSITIVE_INFINITY): Layout {
  const left = columns - WIDTH.uploaded - WIDTH.size - 2 * GAP.length;
  const besideInside = left - WIDTH.inside - GAP.length;
  const besideBoth = besideInside - WIDTH.type - GAP.length;
  if (besideBoth >= ROOM_FOR_NAME) return { nameWidth: besideBoth, withType: true, withInside: true };
  if (besideInside >= ROOM_FOR_NAME) return { nameWidth: besideInside, withType: false, withInside: true };
  return { nameWidth: Math.max(left, MIN_NAME), withType: false, withInside: false };
}

/** `2026-11-22 15:04`, in the time zone of the reader. */
function localMinute(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
