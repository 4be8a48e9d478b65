const ISO_DATE =
  /^([1-9]\d{3})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?)?)?$/u;

/**
 * A date of an office document as ISO 8601, as exact as it is. Undefined when it is none, and for years before 1000, which
 * programs write when they know nothing better.
 */
export function isoDate(text: string | undefined): string | undefined {
  const trimmed = text?.trim().replace(' ', 'T') ?? '';
  const parts = ISO_DATE.exec(trimmed);
  if (parts === null) return undefined;
  const [, , month = '01', day = '01'] = parts;
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
  return isDay ? trimmed : undefined;
}
