type Exchange = <T>(value: T) => T;

/**
 * Puts one text of each pair in the place of the other wherever it occurs in the strings of a value. Done twice
 * it changes nothing, whatever the value holds. Keys, bytes and dates stay as they are.
 */
export function exchange(pairs: readonly (readonly [string, string])[]): Exchange {
  const different = pairs.filter(([one, other]) => one !== other);
  const partners = new Map(
    different.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]),
  );
  if (partners.size === 0) return (value) => value;
  const any = new RegExp([...partners.keys()].map(escaped).join('|'), 'g');
  const inText = (text: string) => text.replace(any, (found) => partners.get(found) ?? found);
  return <T>(value: T) => inStrings(value, inText) as T;
}

/** The value with every string in it replaced. */
export function inStrings(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((member) => inStrings(member, replace));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inStrings(member, replace)]));
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
