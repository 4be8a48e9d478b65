import stringWidth from 'string-width';
import { fieldOf, localTime } from '../report/field.ts';
import { fitMiddle } from '../report/fit-middle.ts';
import { formatBytes } from '../report/format.ts';
import { padded } from '../report/padded.ts';
import { visible } from '../report/visible.ts';
import { fieldKind } from './field-kind.ts';
import { fieldValue } from './known-fields.ts';
import type { ListedFile } from './query-files.ts';

/** So many rows are looked at before the first is shown, so that the columns have the width of what is in them. */
const LOOKED_AT = 100;
const GAP = '  ';
const WIDEST = 60;
const NARROWEST = 8;

/**
 * Lines for people with the wanted fields, under their names, values with their units. `width` is the terminal's, where the
 * widest columns give way; without it nothing is shortened. When the first record cannot be had there is no heading either.
 */
export async function* formatColumns(
  records: AsyncIterable<ListedFile>,
  fields: readonly string[],
  width?: number,
): AsyncGenerator<string> {
  let waiting: (readonly string[])[] = [];
  let line: ((cells: readonly string[]) => string) | undefined;
  for await (const record of records) {
    const cells = fields.map((field) => cellText(field, fieldValue(record, field)));
    if (line !== undefined) yield line(cells);
    else waiting.push(cells);
    if (waiting.length < LOOKED_AT) continue;
    line = layout(fields, waiting, width);
    for (const one of [fields, ...waiting]) yield line(one);
    waiting = [];
  }
  const headed = line !== undefined;
  line ??= layout(fields, waiting, width);
  if (!headed) for (const one of [fields, ...waiting]) yield line(one);
}

function cellText(field: string, value: unknown): string {
  if (value === undefined) return '';
  const { kind } = fieldKind(field);
  if (kind === 'size' && typeof value === 'number') return formatBytes(value);
  if (field === 'uploadTime') return localTime(String(value));
  return visible(fieldOf(field.split('.').at(-1) ?? field, value).text);
}

function layout(
  fields: readonly string[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): (cells: readonly string[]) => string {
  const natural = fields.map((_, at) =>
    Math.max(...[fields, ...rows].map((cells) => stringWidth(cells[at] ?? ''))),
  );
  const widths = width === undefined ? natural : fitted(natural, width - GAP.length * (fields.length - 1));
  const right = fields.map((field) => ['number', 'size', 'duration'].includes(fieldKind(field).kind));
  return (cells) => {
    const shown = cells.map((cell, at) => {
      const room = widths[at] ?? 0;
      const text = width === undefined ? cell : fitMiddle(cell, room);
      return right[at] ? ' '.repeat(Math.max(0, room - stringWidth(text))) + text : padded(text, room);
    });
    return `${shown.join(GAP).trimEnd()}\n`;
  };
}

/** Takes from the widest until all fit, or none can give more. */
function fitted(natural: readonly number[], room: number): readonly number[] {
  let widths = natural.map((one) => Math.min(one, Math.max(WIDEST, room)));
  for (let limit = Math.max(...widths); sum(widths) > room && limit > NARROWEST; limit--) {
    widths = widths.map((one) => Math.min(one, limit - 1));
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
