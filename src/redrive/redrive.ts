import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import type { Names } from '../provision/names.ts';
import { awaitOutcomes, type Outcomes } from './await-outcomes.ts';
import type { FailedEvent } from './failed-event.ts';
import type { FailureQueue } from './failure-messages.ts';
import { type SendingEvent, type SentEvent, sendAgain } from './send-again.ts';

export interface RedriveOptions {
  readonly wants: (event: FailedEvent) => boolean;
  readonly limit: number;
  readonly perSecond: number;
  /** How long to wait for what becomes of the events; undefined not to. */
  readonly waitSeconds: number | undefined;
}

/** What a redrive has come to. */
export interface Redriven {
  readonly sent: readonly SentEvent[];
  /** Messages that are no records of failed events, and stay in the queue. */
  readonly left: number;
  /** Undefined when nobody waited. */
  readonly outcomes: Outcomes | undefined;
}

/** Sends what waits in the failure queue through the function again, and waits for what becomes of it. */
export async function redriveEvents(
  aws: Pick<Clients, 's3' | 'lambda' | 'dynamodb'>,
  { queue, names }: { readonly queue: FailureQueue; readonly names: Names },
  { waitSeconds, ...wish }: RedriveOptions,
  control: Control,
  tell: (event: SendingEvent) => void,
): Promise<Redriven> {
  let left = 0;
  const sending = { ...wish, queue, functionName: names.function };
  const sent = await sendAgain(aws.lambda, sending, control, (event) => {
    if (event.state === 'left') left += 1;
    tell(event);
  });
  if (waitSeconds === undefined || sent.length === 0) return { sent, left, outcomes: undefined };
  const wait = { queue, bucket: names.bucket, table: names.table, timeoutSeconds: waitSeconds };
  return { sent, left, outcomes: await awaitOutcomes(aws, wait, sent, control) };
}
