import type { StoredLine } from './function-logs.ts';

/** Which lines were shown, in bounded memory. */
export interface ShownLines {
  /** Those that were not there before; from now on they were. */
  add(lines: readonly StoredLine[]): readonly StoredLine[];
  /** All lines of one look have been added. */
  endLook(): void;
}

/**
 * Remembers the lines that came in during the last hour, the newest `capacity` of them, whatever time they bear. All that
 * came before was shown: a line that CloudWatch Logs itself keeps from sight for longer than that is taken for known.
 */
export function createShownLines(capacity = 100_000): ShownLines {
  /** When each came, by its id. */
  const known = new Map<string, number>();
  /** What came before this is forgotten. */
  let oldest = Number.NEGATIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  /** What came before this was shown; moves between looks only, since at the first one nothing was. */
  let horizon = Number.NEGATIVE_INFINITY;
  return {
    add(lines) {
      const fresh = lines.filter(({ id, ingested }) => ingested >= horizon && !known.has(id));
      for (const { id, ingested } of fresh) {
        known.set(id, ingested);
        newest = Math.max(newest, ingested);
      }
      // The first look may go through days. In a later one, what is known may still come.
      if (horizon === Number.NEGATIVE_INFINITY && known.size > capacity) forget();
      return fresh;
    },
    endLook() {
      forget();
      horizon = oldest;
    },
  };

  function forget(): void {
    const times = [...known.values()].sort((a, b) => a - b);
    const surplus = times[times.length - capacity - 1] ?? Number.NEGATIVE_INFINITY;
    oldest = Math.max(oldest, newest - REMEMBERED_SECONDS * 1000, surplus + 1);
    for (const [id, ingested] of known) if (ingested < oldest) known.delete(id);
  }
}

const REMEMBERED_SECONDS = 3600;
