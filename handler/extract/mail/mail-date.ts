const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Names of zones that old mail programs write: https://www.rfc-editor.org/rfc/rfc5322#section-4.3 */
const ZONES: Readonly<Record<string, string>> = {
  ut: 'Z',
  utc: 'Z',
  gmt: 'Z',
  z: 'Z',
  est: '-05:00',
  edt: '-04:00',
  cst: '-06:00',
  cdt: '-05:00',
  mst: '-07:00',
  mdt: '-06:00',
  pst: '-08:00',
  pdt: '-07:00',
};

const DATE =
  /(\d{1,2})[ -]+([a-z]{3})[a-z]{0,6}[ -]+(\d{2,4})[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s+(?:([+-])(\d{2}):?(\d{2})|([a-z]{1,5})))?/iu;

/** The date of a message as ISO 8601, with its offset; local time where it has none. Undefined when it is no date. */
export function mailDate(text: string): string | undefined {
  const match = DATE.exec(text.slice(0, 200));
  if (match === null) return undefined;
  const [, day = '', monthName = '', year = '', hour = '', minute = '', second = '00'] = match;
  const [sign, hours, minutes, zone = ''] = match.slice(7);
  const month = MONTHS.indexOf(monthName.toLowerCase()) + 1;
  if (month === 0 || Number(day) > 31 || Number(hour) > 23) return undefined;
  const date = [fullYear(year), twoDigits(month), twoDigits(day)].join('-');
  const offset =
    sign === undefined ? (ZONES[zone.toLowerCase()] ?? '') : offsetOf(sign, hours ?? '', minutes ?? '');
  return `${date}T${twoDigits(hour)}:${minute}:${second}${offset}`;
}

function twoDigits(value: string | number): string {
  return String(value).padStart(2, '0');
}

/** Two and three digits are counted from 1900, but those below 50 from 2000. */
function fullYear(year: string): string {
  if (year.length === 4) return year;
  return String(Number(year) + (year.length === 2 && Number(year) < 50 ? 2000 : 1900));
}

function offsetOf(sign: string, hours: string, minutes: string): string {
  return hours === '00' && minutes === '00' ? 'Z' : `${sign}${hours}:${minutes}`;
}
