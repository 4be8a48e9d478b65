import type { Change, Replay } from '../../handler/change.ts';
import { getRow } from '../catalog/get-row.ts';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { differenceOf, type Sought } from '../reconcile/difference.ts';
import { lookAt } from '../reconcile/look.ts';
import { waitFor } from '../wait.ts';
import type { FailedEvent } from './failed-event.ts';
import { countMessages, type FailureQueue } from './failure-messages.ts';
import { peek } from './peek.ts';
import type { SentEvent } from './send-again.ts';

type Aws = Pick<Clients, 's3' | 'dynamodb'>;

export interface OutcomeWait {
  readonly queue: FailureQueue;
  readonly bucket: string;
  readonly table: string;
  readonly timeoutSeconds: number;
}

/** What became of events that were sent again. */
export interface Outcomes {
  /** The table shows what they tell, or something newer. */
  readonly stored: readonly SentEvent[];
  /** They are in the failure queue again, with the error of this time. */
  readonly failedAgain: readonly FailedEvent[];
  /** Nothing was seen of them yet. */
  readonly open: readonly SentEvent[];
}

/** Waits until every event has led to its rows or is back in the failure queue, or the time is over. */
export async function awaitOutcomes(
  aws: Aws,
  wait: OutcomeWait,
  sent: readonly SentEvent[],
  control: Control,
): Promise<Outcomes> {
  const deadline = control.now() + wait.timeoutSeconds * 1000;
  const stored: SentEvent[] = [];
  const failedAgain: FailedEvent[] = [];
  let open = sent;
  const options = {
    what: 'the function to deal with the events',
    // Its own end comes first.
    timeoutSeconds: wait.timeoutSeconds + 60,
    minDelaySeconds: 0.2,
    maxDelaySeconds: 5,
  };
  return await waitFor(control, options, async () => {
    for (const one of open) if (await isStored(aws, wait, one, control.signal)) stored.push(one);
    open = open.filter((one) => !stored.includes(one));
    if (open.length > 0) failedAgain.push(...(await backInQueue(wait.queue, open, control.signal)));
    const failed = new Set(failedAgain.map(({ requestId }) => requestId));
    open = open.filter(({ requestId }) => !failed.has(requestId));
    const isOver = open.length === 0 || control.now() >= deadline;
    return isOver ? { stored, failedAgain, open } : undefined;
  });
}

async function isStored(
  aws: Aws,
  place: OutcomeWait,
  { event: { changes, keys } }: SentEvent,
  signal: AbortSignal,
): Promise<boolean> {
  // One that cannot be read leads to no row.
  if (keys.length === 0 || !keys.every((key) => changes.some((change) => change.key === key))) return false;
  const shown = await Promise.all(
    changes.map((change) =>
      change.kind === 'replay' ? isUpToDate(aws, place, change, signal) : shows(aws, place, change, signal),
    ),
  );
  return shown.every((it) => it) && changes.every((change) => change.bucket === place.bucket);
}

async function shows(
  { dynamodb }: Aws,
  { table }: OutcomeWait,
  { key, sequencer }: Change,
  signal: AbortSignal,
): Promise<boolean> {
  const row = await getRow(dynamodb, table, key, signal);
  return row?.sequencer !== undefined && row.sequencer >= sequencer;
}

/** A replay has no sequencer that its row would show: it has done its work when the row is about the object. */
async function isUpToDate(
  aws: Aws,
  place: OutcomeWait,
  { key }: Replay,
  signal: AbortSignal,
): Promise<boolean> {
  const sides = await lookAt(aws, place, { key, object: undefined }, signal);
  return differenceOf(sides, OUTDATED_TOO) === undefined;
}

const OUTDATED_TOO: Sought = new Set(['missing', 'stale', 'orphaned', 'outdated']);

async function backInQueue(
  queue: FailureQueue,
  open: readonly SentEvent[],
  signal: AbortSignal,
): Promise<readonly FailedEvent[]> {
  if ((await countMessages(queue, signal)) === 0) return [];
  const { messages } = await peek(queue, LOOKED_AT, signal);
  const waitedFor = new Set(open.map(({ requestId }) => requestId));
  return messages.flatMap(({ event }) => (event && waitedFor.has(event.requestId) ? event : []));
}

const LOOKED_AT = 100;
