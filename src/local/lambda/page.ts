/** A part of an ordered list, and where to go on. */
export interface Page<T> {
  readonly items: readonly T[];
  /** The marker of the next page; undefined on the last. */
  readonly next: string | undefined;
}

/** The items whose key comes after what `marker` stands for, `size` at most. */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  marker: string | undefined,
  size: number,
): Page<T> {
  const after =
    marker === undefined || marker === '' ? '' : Buffer.from(marker, 'base64url').toString('utf8');
  const left = items.filter((item) => keyOf(item) > after);
  const shown = left.slice(0, size);
  const last = shown.at(-1);
  const more = left.length > shown.length && last !== undefined;
  return { items: shown, next: more ? Buffer.from(keyOf(last)).toString('base64url') : undefined };
}
