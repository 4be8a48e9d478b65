import { UsageError } from '../errors.ts';

const UNIT_MILLISECONDS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const AGO = /^(\d{1,6})([smhdw])$/;
const ISO = /^(\d{4}-(\d\d)-(\d\d))(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * Reads a moment as people write it: `90s`, `45m`, `2h`, `3d`, `1w` before `now`; `2026-11-22`, which is its
 * first instant; `2026-11-22T10:30`, with seconds and zone if wanted. Local time unless a zone is given.
 */
export function parseTime(text: string, now: Date): Date {
  const time = ago(text, now) ?? isoTime(text);
  if (time !== undefined) return time;
  throw new UsageError(`not a time: ${text}`, {
    hint: 'write a time like 2h, 3d, 2026-11-22 or 2026-11-22T10:30',
  });
}

function ago(text: string, now: Date): Date | undefined {
  const [, count, unit] = AGO.exec(text) ?? [];
  if (unit === undefined) return undefined;
  return new Date(now.getTime() - Number(count) * UNIT_MILLISECONDS[unit as keyof typeof UNIT_MILLISECONDS]);
}

function isoTime(text: string): Date | undefined {
  const [, date, month, day, time = '00:00', zone = ''] = ISO.exec(text) ?? [];
  const parsed = new Date(`${date}T${time}${zone}`);
  if (Number.isNaN(parsed.getTime()) || !isInCalendar(Number(month), Number(day), String(date)))
    return undefined;
  return parsed;
}

/** `Date` takes the 31st of every month, and means a day of the next. */
function isInCalendar(month: number, day: number, date: string): boolean {
  const midnight = new Date(`${date}T00:00Z`);
  return midnight.getUTCMonth() + 1 === month && midnight.getUTCDate() === day;
}
