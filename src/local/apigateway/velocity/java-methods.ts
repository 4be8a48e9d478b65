/** The value of a method of Java's strings, maps or lists; undefined when the value has no such method. */
export function callMethod(value: unknown, name: string, args: readonly unknown[]): unknown {
  if (typeof value === 'string') return stringMethods[name]?.(value, ...args);
  if (Array.isArray(value)) return listMethods[name]?.(value, ...args);
  if (typeof value === 'object' && value !== null) return mapMethods[name]?.(value, ...args);
  return undefined;
}

/** Whether any value has a method of this name. */
export function isMethod(name: string): boolean {
  return [stringMethods, listMethods, mapMethods].some((methods) => Object.hasOwn(methods, name));
}

type Methods<T> = Readonly<Record<string, (value: T, ...args: readonly unknown[]) => unknown>>;

/** Their patterns are Java's, whose simple ones are JavaScript's as well. */
const stringMethods: Methods<string> = {
  compareTo: (text, other) => (text === other ? 0 : text < String(other) ? -1 : 1),
  contains: (text, part) => text.includes(String(part)),
  endsWith: (text, end) => text.endsWith(String(end)),
  equals: (text, other) => text === other,
  indexOf: (text, part, from = 0) => text.indexOf(String(part), Number(from)),
  isEmpty: (text) => text === '',
  length: (text) => text.length,
  matches: (text, pattern) => new RegExp(`^(?:${pattern})$`).test(text),
  replaceAll: (text, pattern, replacement) =>
    text.replace(new RegExp(String(pattern), 'g'), String(replacement)),
  startsWith: (text, start) => text.startsWith(String(start)),
  substring: (text, from, to) => text.substring(Number(from), to === undefined ? undefined : Number(to)),
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
};

const listMethods: Methods<readonly unknown[]> = {
  contains: (list, value) => list.includes(value),
  get: (list, index) => list[Number(index)],
  isEmpty: (list) => list.length === 0,
  size: (list) => list.length,
};

const mapMethods: Methods<object> = {
  containsKey: (map, key) => Object.hasOwn(map, String(key)),
  get: (map, key) => (Object.hasOwn(map, String(key)) ? Reflect.get(map, String(key)) : undefined),
  isEmpty: (map) => Object.keys(map).length === 0,
  keySet: (map) => Object.keys(map),
  size: (map) => Object.keys(map).length,
  values: (map) => Object.values(map),
};
