import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { absentAs } from '../provision/engine/retry.ts';
import { inParallel } from '../provision/in-parallel.ts';
import type { FailedEvent } from './failed-event.ts';
import { type FailureMessage, type FailureQueue, release, takeMessages } from './failure-messages.ts';

export interface Redrive {
  readonly queue: FailureQueue;
  readonly functionName: string;
  readonly wants: (event: FailedEvent) => boolean;
  /** At most so many events. */
  readonly limit: number;
  readonly perSecond: number;
}

/** An event that Lambda has accepted once more. */
export interface SentEvent {
  readonly event: FailedEvent;
  /** Of the function's new attempts. */
  readonly requestId: string;
}

export type SendingEvent =
  | { readonly state: 'sent'; readonly sent: SentEvent }
  /** It is no record of a failed event, and stays. */
  | { readonly state: 'left'; readonly message: FailureMessage };

/**
 * Hands the function the events that wait in the failure queue, as S3 sent them, and takes each out of the queue
 * once Lambda has accepted it. Stopped anywhere, nothing is lost: at worst an event is handled twice, which
 * changes nothing. What is not wanted can be seen by others again in the end.
 */
export async function sendAgain(
  lambda: LambdaClient,
  redrive: Redrive,
  control: Control,
  tell: (event: SendingEvent) => void,
): Promise<readonly SentEvent[]> {
  const { queue } = redrive;
  const held = new Map<string, FailureMessage>();
  const sent: SentEvent[] = [];
  const wanted = wantedMessages(redrive, { held, sent, tell }, control.signal);
  try {
    await inParallel(
      paced(wanted, redrive.perSecond, control),
      AT_ONCE,
      control.signal,
      async ({ event, id, receipt }) => {
        const requestId = await invoke(lambda, redrive.functionName, event.payload);
        sent.push({ event, requestId });
        tell({ state: 'sent', sent: { event, requestId } });
        const ReceiptHandle = held.get(id)?.receipt ?? receipt;
        await queue.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
        held.delete(id);
      },
    );
  } finally {
    await release(queue, [...held.values()]);
  }
  return sent;
}

const AT_ONCE = 16;

/** Many times as long as a batch takes at one event a second. */
const HIDDEN_SECONDS = 120;

type Wanted = FailureMessage & { readonly event: FailedEvent };

interface Progress {
  /** What is hidden from others, by id. */
  readonly held: Map<string, FailureMessage>;
  readonly sent: readonly SentEvent[];
  readonly tell: (event: SendingEvent) => void;
}

/** Ends with the last that there is, or that is allowed. */
async function* wantedMessages(
  { queue, wants, limit }: Redrive,
  { held, sent, tell }: Progress,
  signal: AbortSignal,
): AsyncGenerator<Wanted> {
  let count = 0;
  for await (const { event, ...message } of takeMessages(queue, HIDDEN_SECONDS, held, signal)) {
    if (event === undefined) tell({ state: 'left', message: { ...message, event } });
    if (event === undefined || !wants(event) || hasJustFailed(event, sent)) continue;
    yield { ...message, event };
    count += 1;
    if (count === limit) return;
  }
}

/** Or this would go on for as long as the function fails. */
function hasJustFailed({ requestId }: FailedEvent, sent: readonly SentEvent[]): boolean {
  return sent.some((one) => one.requestId === requestId);
}

async function* paced<T>(items: AsyncIterable<T>, perSecond: number, control: Control): AsyncGenerator<T> {
  let next = control.now();
  for await (const item of items) {
    const pause = (next - control.now()) / 1000;
    if (pause > 0) await control.sleep(pause, control.signal);
    next = Math.max(next, control.now()) + 1000 / perSecond;
    yield item;
  }
}

async function invoke(lambda: LambdaClient, FunctionName: string, Payload: string): Promise<string> {
  const call = new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload });
  const answer = await absentAs(['ResourceNotFoundException'], lambda.send(call));
  if (answer !== undefined) return answer.$metadata.requestId ?? '';
  throw new FilepipeError(`there is no function ${FunctionName}`, {
    hint: 'create the pipeline first: filepipe setup',
  });
}
