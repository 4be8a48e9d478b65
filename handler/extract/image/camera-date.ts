/** EXIF's form with what other programs make of it: any separators, one digit, no seconds, a fraction, an offset. */
const FORM =
  /^\s*(\d{4})[^\d\s]\s?(\d{1,2})[^\d\s]\s?(\d{1,2})[\sT]+(\d{1,2}):\s?(\d{1,2})(?::\s?(\d{1,2}))?(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?/;

const LIMITS = [12, 31, 23, 59, 60];

/**
 * A date as cameras write it (`2003:12:14 12:01:44`) in ISO 8601; with the fraction of the second and the offset
 * where they are given, there or apart. Undefined for what is no date: zeros, blanks.
 */
export function cameraDate(text: string | undefined, fraction?: string, offset?: string): string | undefined {
  const match = FORM.exec(text ?? '');
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '0', inlineFraction, zone] =
    match;
  const numbers = [month, day, hour, minute, second].map(Number);
  const fits = numbers.every((number, place) => number <= (LIMITS[place] ?? 0));
  if (!fits || Number(year) === 0 || Number(month) === 0 || Number(day) === 0) return undefined;
  const [mm, dd, hh, min, ss] = numbers.map((number) => String(number).padStart(2, '0'));
  const part = inlineFraction ?? /^\s*(\d{1,9})\s*$/.exec(fraction ?? '')?.[1];
  return `${year}-${mm}-${dd}T${hh}:${min}:${ss}${part === undefined ? '' : `.${part}`}${zoneOf(zone ?? offset)}`;
}

function zoneOf(offset: string | undefined): string {
  const match = /^\s*(?:(Z)|([+-]\d\d):?(\d\d))\s*$/.exec(offset ?? '');
  if (match === null) return '';
  const [, utc, hours, minutes] = match;
  return utc ?? `${hours}:${minutes}`;
}
