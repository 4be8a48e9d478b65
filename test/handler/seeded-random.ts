/** Chance that repeats: the same seed makes the same choices. */
export interface SeededRandom {
  readonly chance: (probability: number) => boolean;
  readonly shuffled: <T>(items: readonly T[]) => T[];
  /** About half of the items, in any order. */
  readonly some: <T>(items: readonly T[]) => T[];
}

export function seededRandom(seed: number): SeededRandom {
  const next = mulberry32(seed);
  const chance = (probability: number) => next() < probability;
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, order: next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item);
  return {
    chance,
    shuffled,
    some: (items) => shuffled(items).filter(() => chance(0.5)),
  };
}

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
