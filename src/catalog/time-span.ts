import { UsageError } from '../errors.ts';

/**
 * From a time up to the first that is not meant any more: `2024-06` is a month, `2024-06-02 12:00` a minute. Milliseconds:
 * since the epoch where a zone is known, else those of the hands of a clock somewhere, reckoned as if it were in UTC.
 */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
  readonly zoned: boolean;
}

const AGO = /^(\d{1,6})\s*([smhdw])$/;
const AGO_MILLISECONDS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const ISO =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?)?)?)?$/;

/** Reads what people write, and `2h` or `3d` for so long before `now`. Fails with a `UsageError`. */
export function parseTimeSpan(text: string, now: Date): TimeSpan {
  const span = ago(text, now) ?? timeSpan(text);
  if (span !== undefined) return span;
  throw new UsageError(`not a time: ${text}`, {
    hint: 'write a time like 2024, 2024-06, 2024-06-02, 2024-06-02 10:30, or 3d for three days ago',
  });
}

function ago(text: string, now: Date): TimeSpan | undefined {
  const [, count, unit = ''] = AGO.exec(text) ?? [];
  const milliseconds = AGO_MILLISECONDS[unit];
  if (milliseconds === undefined) return undefined;
  const from = now.getTime() - Number(count) * milliseconds;
  return { from, to: from, zoned: true };
}

/** Undefined when it is no time, or none of the calendar. */
export function timeSpan(text: string): TimeSpan | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const given = [year, month, day, hour, minute, second].filter((one) => one !== undefined).map(Number);
  const milliseconds = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  const from = reckoned(given) + milliseconds;
  if (!isOfCalendar(given, from)) return undefined;
  const to = fraction === undefined ? reckoned(given.with(-1, (given.at(-1) ?? 0) + 1)) : from + 1;
  const offset = zone === undefined ? 0 : offsetOf(zone);
  return { from: from - offset, to: to - offset, zoned: zone !== undefined };
}

/** The same hands of a clock that stands where this program runs. */
export function localSpan({ from, to, zoned }: TimeSpan): TimeSpan {
  return zoned ? { from, to, zoned } : { from: locally(from), to: locally(to), zoned: true };
}

function locally(hands: number): number {
  const at = new Date(hands);
  return new Date(
    at.getUTCFullYear(),
    at.getUTCMonth(),
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
    at.getUTCMilliseconds(),
  ).getTime();
}

function reckoned([
  year = 0,
  month = 1,
  day = 1,
  hour = 0,
  minute = 0,
  second = 0,
]: readonly number[]): number {
  // `Date.UTC` takes the years before 100 for those of the last century.
  return new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** `Date` takes the 31st of every month, and means a day of the next. */
function isOfCalendar(
  [, month = 1, day = 1, hour = 0, minute = 0, second = 0]: readonly number[],
  from: number,
): boolean {
  const at = new Date(from);
  return at.getUTCMonth() + 1 === month && at.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
}

function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}
