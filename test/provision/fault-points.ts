import type { CallPoint } from '../local/interventions.ts';

/** Whether every call is tried with everything, which takes long. */
const ALL = process.env['FILEPIPE_FAULTS'] === 'all';

/** `s3:CreateBucket 2` is for the title of a test. */
export type FaultPoint<Kind> = [kind: Kind, title: string, point: CallPoint];

/**
 * Kinds of fault × calls to try them at: all of them when asked for, else one kind a call. Calls come in any order
 * where they do not wait for each other, so they are sorted: the same sample each time, and calls of one
 * operation in different ways. Another `offset` pairs them differently.
 */
export function faultPoints<Kind>(
  calls: readonly string[],
  kinds: readonly Kind[],
  offset = 0,
): FaultPoint<Kind>[] {
  return callPoints(calls).flatMap((point, position) => {
    const chosen = ALL ? kinds : kinds.filter((_, index) => index === (position + offset) % kinds.length);
    return chosen.map((kind): FaultPoint<Kind> => [kind, `${point.operation} ${point.nth}`, point]);
  });
}

/** All numbers from 1 to `count` when that is asked for, else every `step`th. */
export function sampled(count: number, step: number, offset = 1): number[] {
  return Array.from({ length: count }, (_, index) => index + 1).filter(
    (number) => ALL || number % step === offset % step,
  );
}

function callPoints(calls: readonly string[]): CallPoint[] {
  const seen = new Map<string, number>();
  return calls.toSorted().map((operation) => {
    const nth = (seen.get(operation) ?? 0) + 1;
    seen.set(operation, nth);
    return { operation, nth };
  });
}
