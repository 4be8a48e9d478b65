import type { Waiting } from '../control.ts';
import { FilepipeError, PartlyDoneError } from '../errors.ts';
import type { FailedEvent } from '../redrive/failed-event.ts';
import type { FailureMessage } from '../redrive/failure-messages.ts';
import type { Redriven } from '../redrive/redrive.ts';
import type { SendingEvent } from '../redrive/send-again.ts';
import { localTime } from './field.ts';
import { formatSeconds, plural } from './format.ts';
import { openSpinner } from './spinner.ts';
import type { Channel, Terminal } from './terminal.ts';
import { visible } from './visible.ts';

/** A message that waits in the failure queue: its files, and when, how often and why the function failed. */
export function waitingLines(terminal: Terminal, { id, event }: FailureMessage): string[] {
  if (terminal.json)
    return [JSON.stringify({ event: 'waiting', messageId: id, ...(event && toldEvent(event)) })];
  if (event === undefined) return [noEvent(terminal.out, id)];
  const { time, attempts, error } = event;
  const tried = attempts === 1 ? 'once' : `${attempts} times`;
  return [
    `  ${filesOf(event)}`,
    terminal.out.paint('dim', `      tried ${tried}, given up ${localTime(time)}`),
    `      ${visible(error)}`,
  ];
}

/** Tells of a redrive while it goes on. */
export interface RedriveReport {
  readonly event: (event: SendingEvent) => void;
  readonly waiting: (waiting: Waiting) => void;
  readonly close: () => void;
}

/** A line on stdout for each message, and on a terminal a moving line for all. `total` is about how many wait. */
export async function reportRedrive(terminal: Terminal, total: number): Promise<RedriveReport> {
  const spinner = await openSpinner(terminal);
  let sent = 0;
  return {
    event(event) {
      if (event.state === 'sent') sent += 1;
      void terminal.out.write(`${sendingLine(terminal, event)}\n`);
      spinner.text(`${sent} of about ${total} sent again`);
    },
    waiting: ({ elapsedSeconds }) =>
      spinner.text(`${sent} sent again, waiting for what becomes of it: ${formatSeconds(elapsedSeconds)}`),
    close: () => spinner.close(),
  };
}

function sendingLine({ json, out }: Terminal, happened: SendingEvent): string {
  if (happened.state === 'left') {
    const { id } = happened.message;
    return json ? JSON.stringify({ event: 'left', messageId: id }) : noEvent(out, id);
  }
  const { event, requestId } = happened.sent;
  const told = { event: 'sent', ...toldEvent(event), requestId, formerRequestId: event.requestId };
  return json ? JSON.stringify(told) : `  ${out.paint('cyan', '↻')} ${filesOf(event)}  sent again`;
}

/** What a redrive has come to: a line for each event that is not in the table now, and for programs the numbers. */
export function redrivenLines({ json, out }: Terminal, { sent, left, outcomes }: Redriven): string[] {
  const { stored, failedAgain, open } = outcomes ?? {};
  if (json) {
    const numbers = { stored: stored?.length, failedAgain: failedAgain?.length, open: open?.length };
    const result = { event: 'result', sent: sent.length, left, ...numbers };
    const failures = (failedAgain ?? []).map((event) => ({ event: 'failedAgain', ...toldEvent(event) }));
    return [...failures, result].map((line) => JSON.stringify(line));
  }
  return [
    ...(failedAgain ?? []).flatMap((event) => [
      `  ${out.paint('red', '✖')} ${filesOf(event)}  failed again`,
      `      ${visible(event.error)}`,
    ]),
    ...(open ?? []).map(({ event }) => `  ${out.paint('yellow', '…')} ${filesOf(event)}  not dealt with yet`),
  ];
}

/** `3 events sent again: 2 in the table, 1 failed again`; `nothing waits`. */
export function redrivenText({ sent, outcomes, left }: Redriven): string {
  if (sent.length === 0) return left === 0 ? 'nothing waits' : 'nothing was sent again';
  const parts = [
    [outcomes?.stored.length ?? 0, 'in the table'],
    [outcomes?.failedAgain.length ?? 0, 'failed again'],
    [outcomes?.open.length ?? 0, 'not dealt with yet'],
  ] as const;
  const named = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return [`${plural(sent.length, 'event')} sent again`, ...(named.length > 0 ? [named.join(', ')] : [])].join(
    ': ',
  );
}

/** What did not go well, as an error of the kind; undefined when all did. */
export function redriveError({ outcomes, left }: Redriven): FilepipeError | undefined {
  const { stored = [], failedAgain = [], open = [] } = outcomes ?? {};
  const problems = [
    ...(failedAgain.length > 0 ? [`${plural(failedAgain.length, 'event')} failed again`] : []),
    ...(open.length > 0 ? [`nothing was seen of ${plural(open.length, 'event')} in time`] : []),
    ...(left > 0 ? [`${plural(left, 'message')} in the failure queue cannot be sent again`] : []),
  ];
  if (problems.length === 0) return undefined;
  const hint =
    failedAgain.length > 0
      ? 'see why, and mend the function first: filepipe logs --errors'
      : 'see what waits: filepipe redrive --list';
  const Kind = stored.length > 0 ? PartlyDoneError : FilepipeError;
  return new Kind(problems.join('\n'), { hint });
}

function toldEvent({ keys, time, attempts, error, requestId }: FailedEvent): object {
  return { keys, time, attempts, error, requestId };
}

function filesOf({ keys }: FailedEvent): string {
  return keys.length === 0 ? '(an event that names no file)' : keys.map(visible).join(', ');
}

function noEvent({ paint }: Channel, id: string): string {
  return `  ${paint('yellow', '!')} message ${id} is no record of a failed event, and stays in the queue`;
}
