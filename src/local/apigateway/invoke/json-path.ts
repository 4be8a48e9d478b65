/**
 * The value at a path like `$.a.b[0]` or `$['a']`; undefined when there is nothing. Filters, wildcards and
 * the like are not known: `isJsonPath` tells.
 */
export function atJsonPath(value: unknown, path: string): unknown {
  const way = steps(path);
  if (way === undefined) return undefined;
  let found = value;
  for (const step of way) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

export function isJsonPath(path: string): boolean {
  return steps(path) !== undefined;
}

function steps(path: string): string[] | undefined {
  if (!/^\$(?:\.[\w-]+|\[\d+\]|\['[^']+'\]|\["[^"]+"\])*$/.test(path)) return undefined;
  const matches = path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]/g);
  return [...matches].map((match) => match.slice(1).find((group) => group !== undefined) ?? '');
}
