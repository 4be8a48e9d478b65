const PDF_DATE = /^(?:D:)?\s*(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?)?/;
const ISO_DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?)?$/;
/** As C's `asctime` writes it. */
const C_DATE = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Distiller 3 wrote 19100 for the year 2000. */
const DISTILLER_DATE = /^(?:D:)?(19)(1\d\d)(\d{10})/;

/**
 * `D:20040229235959+01'00'` as ISO 8601, as exact as it is: a year alone stays one. Undefined when it is no date.
 */
export function dateFrom(text: string): string | undefined {
  const trimmed = text.trim();
  if (ISO_DATE.test(trimmed)) return trimmed;
  const mended = trimmed.replace(DISTILLER_DATE, (_, century, years, rest) => {
    return `${Number(century) * 100 + Number(years)}${rest}`;
  });
  const parts = PDF_DATE.exec(mended);
  if (parts === null) return fromC(trimmed);
  const [, year, month, day, hour, minute = '00', second = '00'] = parts;
  if (!isWithin(year, 1, 9999) || !isWithin(month, 1, 12) || !isWithin(day, 1, 31)) return undefined;
  if (!isWithin(hour, 0, 23) || !isWithin(minute, 0, 59) || !isWithin(second, 0, 59)) return undefined;
  const date = [year, month, day].filter((part) => part !== undefined).join('-');
  return hour === undefined ? date : `${date}T${hour}:${minute}:${second}${zoneFrom(parts)}`;
}

function fromC(text: string): string | undefined {
  const [, name = '', day = '', time, year] = C_DATE.exec(text) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  return month === 0
    ? undefined
    : `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}T${time}`;
}

function zoneFrom(parts: RegExpExecArray): string {
  const [utc, sign, hours, minutes = '00'] = parts.slice(7);
  if (utc !== undefined) return utc;
  return sign === undefined || !isWithin(hours, 0, 23) ? '' : `${sign}${hours}:${minutes}`;
}

function isWithin(digits: string | undefined, least: number, most: number): boolean {
  return digits === undefined || (Number(digits) >= least && Number(digits) <= most);
}
