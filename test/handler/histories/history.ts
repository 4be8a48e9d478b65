import fc from 'fast-check';

/** What somebody does to one object of a bucket. */
export type Change =
  | { readonly kind: 'put'; readonly content: number }
  /** The same bytes as in another object, by CopyObject. */
  | { readonly kind: 'copy'; readonly content: number }
  | { readonly kind: 'multipart'; readonly content: number }
  /** Leaves a delete marker where versions are kept. */
  | { readonly kind: 'remove' }
  /** For good: the version that lies so far below the current one, a delete marker included. */
  | { readonly kind: 'remove version'; readonly depth: number };

/** One step of a history: a change, and which events so far are delivered while the next one happens. */
export interface Step {
  readonly change: Change;
  /** By the number of the change; twice means twice. */
  readonly deliver: readonly number[];
}

export interface History {
  readonly versioned: boolean;
  readonly steps: readonly Step[];
  /** The changes whose events never come, by number; in the end somebody reconciles the bucket with the table, if there are any. */
  readonly lost: readonly number[];
  /** Decides the order in which all events come in the end, again or for the first time. */
  readonly order: readonly number[];
}

const MOST_STEPS = 8;
/** How many different contents there are. */
const CONTENTS = 4;

const content = fc.nat({ max: CONTENTS - 1 });

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('put' as const), content }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('copy' as const), content }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('multipart' as const), content }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('remove version' as const), depth: fc.nat({ max: 2 }) }),
  },
);

const position = fc.nat({ max: MOST_STEPS - 1 });

/** Histories of one object, with events that come early, late, twice, in any order, and during the next change. */
export const histories: fc.Arbitrary<History> = fc.record({
  versioned: fc.boolean(),
  steps: fc.array(fc.record({ change, deliver: fc.array(position, { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: MOST_STEPS,
  }),
  lost: fc.oneof(fc.constant([]), fc.array(position, { maxLength: 3 })),
  order: fc.array(fc.nat(), { minLength: MOST_STEPS, maxLength: MOST_STEPS }),
});
