import { isDeepStrictEqual } from 'node:util';
import type { Change } from './resource.ts';

/**
 * What leads from one value to the other: objects are compared member by member (absent equals
 * undefined), everything else as a whole. Paths start with `path`.
 */
export function differences(path: string, from: unknown, to: unknown): Change[] {
  if (isObject(from) && isObject(to)) {
    const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
    return [...keys].sort().flatMap((key) => differences(`${path}.${key}`, from[key], to[key]));
  }
  return isDeepStrictEqual(from, to) ? [] : [{ path, from, to, action: action(from, to) }];
}

function action(from: unknown, to: unknown): Change['action'] {
  if (from === undefined) return 'create';
  return to === undefined ? 'remove' : 'update';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
