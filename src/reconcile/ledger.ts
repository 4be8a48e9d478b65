import type { Difference } from './difference.ts';

/** What became of a difference: only told, repaired, or there still although the function was called. */
export type Outcome = 'found' | 'repaired' | 'different';

/** A difference, and what became of it. */
export interface Finding {
  readonly key: string;
  readonly difference: Difference;
  readonly outcome: Outcome;
}

/** How many findings there were, by difference and by outcome. */
export type Counts = { readonly [K in Difference | Outcome]?: number };

/**
 * Keeps account of names that are begun in their order and settled in any: the account is always that of all names up
 * to one, so that whoever goes on behind that one neither misses nor counts a name twice.
 */
export interface Ledger {
  /** A name with nothing to do. */
  readonly pass: (key: string) => void;
  /** A name with something to do; what is returned is called when that is done, with what was found, if anything. */
  readonly begin: (key: string) => (finding: Finding | undefined) => void;
  readonly account: () => Account;
}

interface Account {
  /** The last of these names; undefined before the first. */
  readonly after: string | undefined;
  readonly compared: number;
  readonly counts: Counts;
}

/** A ledger that carries on with the account of an earlier one. */
export function openLedger(before: Account): Ledger {
  let { after, compared } = before;
  const counts = new Map(Object.entries(before.counts));
  const open: Entry[] = [];
  const close = ({ last, names, finding }: Entry) => {
    after = last;
    compared += names;
    if (finding === undefined) return;
    for (const name of [finding.difference, finding.outcome]) counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  return {
    pass(key) {
      const tail = open.at(-1);
      if (tail === undefined) return close({ last: key, names: 1, settled: true });
      tail.last = key;
      tail.names += 1;
    },
    begin(key) {
      const entry: Entry = { last: key, names: 1, settled: false };
      open.push(entry);
      return (finding) => {
        entry.settled = true;
        entry.finding = finding;
        while (open[0]?.settled) close(open.shift() ?? entry);
      };
    },
    account: () => ({ after, compared, counts: Object.fromEntries(counts) }),
  };
}

/** A name that was begun, with those behind it that were passed. */
interface Entry {
  last: string;
  names: number;
  settled: boolean;
  finding?: Finding | undefined;
}
