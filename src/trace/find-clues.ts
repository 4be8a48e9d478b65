import type { Clients } from '../clients.ts';
import { absentAs } from '../provision/engine/retry.ts';
import { type Names, namesOf, type Place } from '../provision/names.ts';
import { pipeline } from '../provision/pipeline.ts';
import { codeArchive, noCode } from '../provision/resources/code-archive.ts';
import type { Settings } from '../provision/settings.ts';
import { openFailureQueue } from '../redrive/failure-messages.ts';
import { peek } from '../redrive/peek.ts';
import { type Reason, reasonsFor } from '../verify/reasons.ts';
import type { Clues } from './broken-way.ts';
import type { KeyRun } from './key-runs.ts';
import type { Ends } from './trace.ts';
import { triggerReasons } from './trigger-reasons.ts';

export interface Search {
  readonly place: Place;
  readonly settings: Settings;
  readonly codeFile: string;
  /** Of the time since the file was stored; undefined when the caller may not read the log. */
  readonly runs: readonly KeyRun[] | undefined;
  /** When what the table should show happened. */
  readonly since: Date;
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Looks where an event may have got stuck: in the failure queue, in the function, on its way there. */
export async function findClues(aws: Clients, ends: Ends, search: Search): Promise<Clues> {
  const { runs, since, now, place, settings, signal } = search;
  const names = namesOf(place, settings);
  const queue = await lookIntoQueue(aws, names, ends, signal);
  const run = runs?.findLast((it) => isNews(ends, it.sequencer));
  const isKnown = queue.waiting !== undefined || run !== undefined;
  const blindSpots = [
    ...(runs === undefined ? ['these credentials may not read the log'] : []),
    ...(queue.blindSpot === undefined ? [] : [queue.blindSpot]),
  ];
  return {
    waiting: queue.waiting,
    run,
    reasons: isKnown ? [] : await reasonsAgainst(aws, names, ends.key, search),
    blindSpots,
    ageSeconds: (now - since.getTime()) / 1000,
  };
}

/** Whether an event would change the row. */
function isNews({ row }: Ends, sequencer: string): boolean {
  return row?.sequencer === undefined || sequencer > row.sequencer;
}

const LOOKED_AT = 100;

async function lookIntoQueue(
  { sqs }: Clients,
  names: Names,
  ends: Ends,
  signal: AbortSignal,
): Promise<{ readonly waiting?: Clues['waiting']; readonly blindSpot?: string }> {
  const glance = await absentAs(DENIED, openAndPeek());
  if (glance === undefined)
    return { blindSpot: 'these credentials may not look into the failure queue: filepipe policy operator' };
  const found = glance.messages.flatMap(({ event }) =>
    (event?.changes ?? [])
      .filter((change) => change.kind !== 'replay')
      .filter(({ key, sequencer }) => key === ends.key && isNews(ends, sequencer))
      .map((change) => (event === undefined ? undefined : { event, change })),
  );
  const waiting = found.find((it) => it !== undefined);
  if (waiting !== undefined || glance.complete) return { waiting };
  return { blindSpot: `only ${LOOKED_AT} messages of the failure queue were looked at` };

  async function openAndPeek() {
    return await peek(await openFailureQueue(sqs, names.failureQueue), LOOKED_AT, signal);
  }
}

const DENIED = ['AccessDenied', 'AccessDeniedException'];

async function reasonsAgainst(
  aws: Clients,
  names: Names,
  key: string,
  { place, settings, codeFile, since, signal }: Search,
): Promise<readonly Reason[]> {
  const code = await codeArchive(codeFile).catch(() => noCode);
  const steps = pipeline(aws, place, settings, code);
  const bucket = { name: names.bucket, accountId: place.accountId };
  const [general, special] = await Promise.all([
    reasonsFor('row', { aws, steps, names, since, signal }),
    absentAs(DENIED, triggerReasons(aws, bucket, names, settings.trigger, key)),
  ]);
  return [...(special ?? []), ...general];
}
