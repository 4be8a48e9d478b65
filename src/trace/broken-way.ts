import type { Change } from '../../handler/change.ts';
import { shellWord } from '../explain/shell-word.ts';
import { keyArgument } from '../key-argument.ts';
import type { FailedEvent } from '../redrive/failed-event.ts';
import type { Reason } from '../verify/reasons.ts';
import type { KeyRun } from './key-runs.ts';
import { objectHop } from './object-hop.ts';
import { attemptText, runDetails } from './run-text.ts';
import type { Ends, Hop } from './trace.ts';

/** What was found out about an event that has not led to its row. */
export interface Clues {
  /** The file's event in the failure queue, and what it says of the file. */
  readonly waiting: { readonly event: FailedEvent; readonly change: Change } | undefined;
  /** The function's last run about it. */
  readonly run: KeyRun | undefined;
  /** What is wrong with the pipeline, the likeliest first. */
  readonly reasons: readonly Reason[];
  /** What could not be looked at, in sentences. */
  readonly blindSpots: readonly string[];
  /** Since the file was stored, or deleted. */
  readonly ageSeconds: number;
}

/** S3 delivers most events within a second, and now and then one after a minute or more. */
const PATIENCE_SECONDS = 60;

/** By then Lambda has tried for the third time, as a rule. */
const RETRIES_SECONDS = 900;

/** The hops of a way that has not come to its end, with what to do about the first that failed. */
export function brokenHops(ends: Ends, clues: Clues): readonly Hop[] {
  const way = between(ends.key, clues);
  const state = way.some((hop) => hop.state === 'pending') ? 'pending' : 'failed';
  return [objectHop(ends), ...way, { hop: 'row', state, text: rowText(ends, state), details: [] }];
}

function between(key: string, clues: Clues): readonly Hop[] {
  const { waiting, run, reasons, blindSpots } = clues;
  if (waiting !== undefined) return [deliveredHop(waiting.change), gaveUpHop(key, waiting.event)];
  if (run !== undefined) return [ranHop(run), ...runHops(key, run, clues)];
  const decisive = reasons.find(({ weight }) => weight === 'certain');
  if (decisive !== undefined && isOfEvent(decisive))
    return [hopOf('event', decisive, blindSpots), notReached];
  if (decisive !== undefined) return [noSign, hopOf('invocation', decisive, blindSpots)];
  if (clues.ageSeconds < PATIENCE_SECONDS) return [onItsWay(key), notReached];
  return reasons.length > 0 ? [noSign, suspectedHop(key, clues)] : [lostHop(key, blindSpots), notReached];
}

function deliveredHop({ time, sequencer }: Change): Hop {
  return { hop: 'event', state: 'ok', time, text: 'delivered', details: [`sequencer ${sequencer}`] };
}

function gaveUpHop(key: string, { time, attempts, error, requestId }: FailedEvent): Hop {
  return {
    hop: 'invocation',
    state: 'failed',
    time,
    text: `given up after ${attempts === 1 ? 'one attempt' : `${attempts} attempts`}`,
    details: [error, `request ${requestId}`, 'the event waits in the failure queue'],
    fix: `mend the function if need be, and send it again: filepipe redrive --key ${shellWord(key)}`,
  };
}

function ranHop({ sequencer, attempts, time }: KeyRun): Hop {
  const started = attempts[0]?.started ?? time;
  const details = sequencer === '' ? [] : [`sequencer ${sequencer}`];
  return { hop: 'event', state: 'ok', time: started, text: 'delivered', details };
}

/** A run that says it stored the file was overtaken: the row was changed by something else, or another event is due. */
function runHops(key: string, run: KeyRun, { blindSpots, ageSeconds }: Clues): readonly Hop[] {
  const time = run.attempts.at(-1)?.started ?? run.time;
  const hop = 'invocation';
  if (!run.failed) {
    const details = [...runDetails(run), 'yet the table says otherwise', ...blindSpots];
    return [{ hop, state: 'failed', time, text: attemptText(run.attempts), details, fix: reconcile(key) }];
  }
  const mayComeYet = ageSeconds < RETRIES_SECONDS;
  const details = [run.message, ...runDetails(run), ...(mayComeYet ? [AGAIN] : []), ...blindSpots];
  const text = `failed, ${attemptText(run.attempts)}`;
  const fix = mayComeYet ? SEE_ERRORS : reconcile(key);
  return [{ hop, state: mayComeYet ? 'pending' : 'failed', time, text, details, fix }];
}

const AGAIN = 'Lambda tries it three times within some minutes, and then gives it to the failure queue';
const SEE_ERRORS = 'see why: filepipe logs --errors';

function hopOf(hop: 'event' | 'invocation', { text, hint }: Reason, blindSpots: readonly string[]): Hop {
  return { hop, state: 'failed', text, details: blindSpots, fix: hint };
}

/** What is wrong now need not be what was wrong then, so that this only points there. */
function suspectedHop(key: string, { reasons, ageSeconds, blindSpots }: Clues): Hop {
  const mayComeYet = ageSeconds < RETRIES_SECONDS;
  return {
    hop: 'invocation',
    state: mayComeYet ? 'pending' : 'failed',
    text: 'no word about this file in the log',
    details: [...reasons.map(({ text }) => text), ...(mayComeYet ? [AGAIN] : []), ...blindSpots],
    fix: mayComeYet ? SEE_ERRORS : reconcile(key),
  };
}

function onItsWay(key: string): Hop {
  const fix = `look again in a minute: filepipe trace ${keyArgument(key)}`;
  return { hop: 'event', state: 'pending', text: 'on its way, it seems', details: [], fix };
}

function lostHop(key: string, blindSpots: readonly string[]): Hop {
  const details = ['neither the log nor the failure queue tells of it', ...blindSpots];
  return { hop: 'event', state: 'failed', text: 'no sign of it', details, fix: reconcile(key) };
}

const noSign: Hop = { hop: 'event', state: 'unknown', text: 'no sign of it', details: [] };
const notReached: Hop = { hop: 'invocation', state: 'unknown', text: 'not reached', details: [] };

function isOfEvent({ part }: Reason): boolean {
  return ['trigger', 'invoke permission'].includes(part);
}

function reconcile(key: string): string {
  return `make table and bucket equal: filepipe reconcile --prefix ${shellWord(key)}`;
}

function rowText({ object, row }: Ends, state: 'pending' | 'failed'): string {
  if (row === undefined) return state === 'pending' ? 'there is none yet' : 'there is none';
  if (object?.kind !== 'stored') return 'is still there though the file is gone';
  return row.status === 'removed' ? 'says that the file was removed' : 'is of an earlier version';
}
