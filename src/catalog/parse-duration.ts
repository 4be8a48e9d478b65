import { UsageError } from '../errors.ts';

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600, d: 86_400 };
const NUMBER = String.raw`\d+(?:\.\d+)?`;
const UNITS = new RegExp(String.raw`^(?:${NUMBER}\s*(?:ms|s|min|m|h|d)\s*)+$`);
const UNIT = new RegExp(String.raw`(${NUMBER})\s*(ms|s|min|m|h|d)`, 'g');
const CLOCK = /^(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)$/;
const FRACTION = /^(\d+)\/([1-9]\d*)(?:\s*s)?$/;

/** The seconds of a duration as people write it: `90`, `1.5h`, `1h30m`, `1:30:00`, `4:05`, `1/250`. Fails with a `UsageError`. */
export function parseDuration(text: string): number {
  const seconds = plain(text) ?? withUnits(text) ?? onClock(text) ?? fraction(text);
  if (seconds !== undefined) return seconds;
  throw new UsageError(`"${text}" is not a duration`, {
    hint: 'write it like 90s, 45m, 1h30m, 1:30:00 or 1/250',
  });
}

function plain(text: string): number | undefined {
  return new RegExp(`^${NUMBER}$`).test(text) ? Number(text) : undefined;
}

function withUnits(text: string): number | undefined {
  if (!UNITS.test(text)) return undefined;
  return [...text.matchAll(UNIT)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (SECONDS[unit] ?? 0),
    0,
  );
}

function onClock(text: string): number | undefined {
  const [, hours = '0', minutes, seconds] = CLOCK.exec(text) ?? [];
  return minutes === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function fraction(text: string): number | undefined {
  const [, part, of] = FRACTION.exec(text) ?? [];
  return of === undefined ? undefined : Number(part) / Number(of);
}
