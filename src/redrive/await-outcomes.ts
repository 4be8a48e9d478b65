import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Change } from '../../handler/change.ts';
import { getRow } from '../catalog/get-row.ts';
import type { Control } from '../control.ts';
import { waitFor } from '../wait.ts';
import type { FailedEvent } from './failed-event.ts';
import { countMessages, type FailureQueue } from './failure-messages.ts';
import { peek } from './peek.ts';
import type { SentEvent } from './send-again.ts';

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
  dynamodb: DynamoDBClient,
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
    for (const one of open) if (await isStored(dynamodb, wait, one, control.signal)) stored.push(one);
    open = open.filter((one) => !stored.includes(one));
    if (open.length > 0) failedAgain.push(...(await backInQueue(wait.queue, open, control.signal)));
    const failed = new Set(failedAgain.map(({ requestId }) => requestId));
    open = open.filter(({ requestId }) => !failed.has(requestId));
    const isOver = open.length === 0 || control.now() >= deadline;
    return isOver ? { stored, failedAgain, open } : undefined;
  });
}

async function isStored(
  dynamodb: DynamoDBClient,
  { bucket, table }: OutcomeWait,
  { event: { changes, keys } }: SentEvent,
  signal: AbortSignal,
): Promise<boolean> {
  // One that cannot be read leads to no row.
  if (keys.length === 0 || !keys.every((key) => changes.some((change) => change.key === key))) return false;
  const shown = await Promise.all(changes.map((change) => shows(dynamodb, table, change, signal)));
  return shown.every((it) => it) && changes.every((change) => change.bucket === bucket);
}

async function shows(
  dynamodb: DynamoDBClient,
  table: string,
  { key, sequencer }: Change,
  signal: AbortSignal,
): Promise<boolean> {
  const row = await getRow(dynamodb, table, key, signal);
  return row?.sequencer !== undefined && row.sequencer >= sequencer;
}

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
