import type { Control } from '../control.ts';
import { type Difference, differenceOf, mayBeOtherVersion, type Sides, type Sought } from './difference.ts';
import type { Pair } from './pair-up.ts';

/** How a difference is made sure of. */
export interface Confirming {
  readonly sought: Sought;
  /** How long an event may be on its way. */
  readonly graceSeconds: number;
  /** Both sides as they are now. */
  readonly look: (pair: Pair) => Promise<Sides>;
}

/** Whether a pair from the listing and the copy of the table is worth a look at what is there now. */
export function isSuspect(pair: Pair, sought: Sought): boolean {
  return firstDifference(pair, sought) !== undefined || (sought.has('stale') && mayBeOtherVersion(pair));
}

/**
 * The difference that is still there when both sides are looked at again, and once an event that may be on its way
 * has had its time: counted from the change if that can be told, else from now.
 */
export async function confirmed(
  pair: Pair,
  { sought, graceSeconds, look }: Confirming,
  control: Control,
): Promise<Difference | undefined> {
  const seenAt = control.now();
  let sides: Sides = pair;
  let difference = firstDifference(pair, sought);
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const waitSeconds = graceSeconds - (control.now() - changedAt(sides, difference, seenAt)) / 1000;
    if (looks > 0 && waitSeconds <= 0) break;
    if (waitSeconds > 0) await control.sleep(waitSeconds, control.signal);
    sides = await look(pair);
    difference = differenceOf(sides, sought);
    if (difference === undefined) break;
  }
  return difference;
}

/** The second may show that the difference is younger than it seemed, and the third comes after its grace. */
const MOST_LOOKS = 3;

/** The listing does not say which version it shows, so the row is believed. */
function firstDifference({ row, object }: Sides, sought: Sought): Difference | undefined {
  return differenceOf({ row, object: object && { ...object, versionId: row?.versionId } }, sought);
}

/** When at the latest the difference came up; none waits for an event with the extractor. */
function changedAt({ row, object }: Sides, difference: Difference | undefined, seenAt: number): number {
  if (difference === 'orphaned') return seenAt;
  if (difference !== 'missing' && difference !== 'stale') return 0;
  const known = object?.lastModified.getTime() ?? seenAt;
  const inParts = object?.etag.includes('-') ?? false;
  const cameBack = known < Date.parse(row?.removedTime ?? row?.uploadTime ?? '');
  // An upload in parts is dated to its beginning, and a version that is current again to when it was new.
  return inParts || cameBack ? seenAt : Math.min(known, seenAt);
}
