const SHOWN = 5;

/**
 * The few names that may have been meant by one that does not exist: those whose last part contains it, or is at most
 * two letters away from it; those of the same first part alone if there are some.
 */
export function likely(name: string, names: readonly string[]): readonly string[] {
  const wanted = lastPart(name);
  const [first] = name.split('.');
  if (wanted.length < 2) return [];
  const near = names.filter((one) => isNear(lastPart(one), wanted));
  const sameFirst = near.filter((one) => one.includes('.') && one.split('.')[0] === first);
  return (sameFirst.length > 0 ? sameFirst : near).slice(0, SHOWN);
}

function lastPart(name: string): string {
  return (name.split('.').at(-1) ?? '').toLowerCase();
}

function isNear(known: string, wanted: string): boolean {
  return known.includes(wanted) || (wanted.length > 3 && distance(known, wanted) <= 2);
}

/** How many letters have to be put in, taken out or changed: Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [line, letter] of [...a].entries()) {
    const next = [line + 1];
    for (const [at, other] of [...b].entries()) {
      const changed = (row[at] ?? 0) + Number(letter !== other);
      next.push(Math.min(changed, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
