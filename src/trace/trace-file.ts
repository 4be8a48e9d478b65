import { otherSpelling } from '../catalog/other-spelling.ts';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { unknownKeyHint } from '../key-argument.ts';
import { absentAs } from '../provision/engine/retry.ts';
import { type Names, namesOf, type Place } from '../provision/names.ts';
import { shippedCodeFile } from '../provision/resources/code-archive.ts';
import type { Settings } from '../provision/settings.ts';
import { brokenHops } from './broken-way.ts';
import { findClues } from './find-clues.ts';
import { findEnds } from './find-ends.ts';
import { type KeyRun, keyRuns } from './key-runs.ts';
import { eventTimeOf, isSettled, settledHops } from './settled-way.ts';
import type { Ends, Hop, Trace } from './trace.ts';

/**
 * Follows one file from the bucket to the table by the traces that it left. Changes nothing, but may hide messages of
 * the failure queue from others for some seconds.
 */
export async function traceFile(
  aws: Clients,
  place: Place,
  settings: Settings,
  key: string,
  { now, signal }: Control,
  codeFile = shippedCodeFile,
): Promise<Trace> {
  const names = namesOf(place, settings);
  const ends = await findEnds(aws, place, names, key, signal);
  if (ends.object === undefined && ends.row === undefined)
    return { ...ends, complete: false, hops: [await nothing(aws, ends, names, signal)] };
  const runsOf = (since: Date, until?: Date) => {
    const query = { group: names.logGroup, key, since, ...(until !== undefined && { until }) };
    return absentAs(['AccessDeniedException'], keyRuns(aws.logs, query, signal));
  };
  if (isSettled(ends)) {
    const runs = await settledRuns(ends, now(), runsOf);
    const hops = settledHops(ends, { runs, retentionDays: settings.logRetentionDays, now: now() });
    return { ...ends, complete: true, hops };
  }
  const since = new Date(ends.object?.time ?? now());
  const runs = await runsOf(minus(since, SLACK_SECONDS));
  const search = { place, settings, codeFile, runs, since, now: now(), signal };
  return { ...ends, complete: false, hops: brokenHops(ends, await findClues(aws, ends, search)) };
}

type RunsOf = (since: Date, until?: Date) => Promise<readonly KeyRun[] | undefined>;

/** The clocks of S3 and of the function's machine may differ. */
const SLACK_SECONDS = 60;

/** Lambda gives an event up after six hours. */
const USUAL_SECONDS = 7 * 3600;

/** The failure queue keeps it for 14 days, from where it may be sent again. */
const LATEST_SECONDS = 15 * 86_400;

/** Looks into the hours after the event, and only if nothing is there into the days that follow. */
async function settledRuns(
  { row }: Ends,
  now: number,
  runsOf: RunsOf,
): Promise<readonly KeyRun[] | undefined> {
  const time = row === undefined ? undefined : eventTimeOf(row);
  if (row === undefined || time === undefined) return [];
  const event = new Date(time);
  const soon = minus(event, -USUAL_SECONDS);
  const runs = await runsOf(minus(event, SLACK_SECONDS), soon);
  const isFound = runs === undefined || runs.some(({ sequencer }) => sequencer === row.sequencer);
  return isFound || soon.getTime() > now ? runs : await runsOf(soon, minus(event, -LATEST_SECONDS));
}

function minus(time: Date, seconds: number): Date {
  return new Date(Math.max(0, time.getTime() - seconds * 1000));
}

async function nothing(
  { dynamodb }: Clients,
  { key, bucket }: Ends,
  names: Names,
  signal: AbortSignal,
): Promise<Hop> {
  return {
    hop: 'object',
    state: 'failed',
    text: 'neither the bucket nor the table knows it',
    details: [`bucket ${bucket}`],
    fix: unknownKeyHint('trace', key, await otherSpelling(dynamodb, names, key, signal)),
  };
}
