import { setMaxListeners } from 'node:events';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { limited } from '../provision/engine/limited.ts';
import { confirmed, isSuspect } from './confirm.ts';
import { deployedFunction } from './deployed-function.ts';
import type { Difference, Sought } from './difference.ts';
import { type Counts, type Finding, openLedger } from './ledger.ts';
import { listObjects } from './list-objects.ts';
import { lookAt } from './look.ts';
import type { Notebook, Progress } from './notebook.ts';
import { type Pair, pairUp } from './pair-up.ts';
import { openRepairs } from './repairs.ts';

/** What belongs together. */
export interface Install {
  readonly bucket: string;
  readonly table: string;
  readonly function: string;
}

export interface WalkOptions {
  readonly prefix: string;
  readonly sought: Sought;
  readonly check: boolean;
  readonly rate: number;
  readonly graceSeconds: number;
}

export type WalkEvent =
  | { readonly event: 'compared'; readonly names: number }
  /** All names are compared; these are not settled, and so many of them may be put right by an event. */
  | {
      readonly event: 'waiting';
      readonly names: number;
      readonly forEvents: number;
      readonly graceSeconds: number;
    }
  | { readonly event: 'settled'; readonly finding: Finding };

export interface Reconciled {
  /** Names in the bucket or in the table. */
  readonly compared: number;
  readonly counts: Counts;
  /** There are outdated rows, and the function on AWS is not the one that would write better ones. */
  readonly setupFirst: boolean;
}

export type Aws = Pick<Clients, 's3' | 'dynamodb' | 'lambda'>;

/** Names that are looked at again or repaired at the same time, most of them waiting for an event. */
const MOST_SUSPECTS = 1000;
const MOST_LOOKS = 16;
/** After how many names the progress is kept where nothing differs. */
const NAMES_A_PAGE = 1000;

/**
 * Walks the listing and the copied table side by side from where the progress says, settles each suspect while it goes
 * on, and keeps the progress. The first failure stops everything under way, and the progress is kept as it is then.
 */
export async function walk(
  aws: Aws,
  install: Install,
  { prefix, sought, check, rate, graceSeconds }: WalkOptions,
  { notebook, progress }: { readonly notebook: Notebook; readonly progress: Progress },
  outer: Control,
  report: (event: WalkEvent) => void,
): Promise<Reconciled> {
  const stop = new AbortController();
  const control = { ...outer, signal: AbortSignal.any([outer.signal, stop.signal]) };
  const { signal } = control;
  // Node.js warns of more than ten listeners, and each suspect has one.
  setMaxListeners(0, signal);
  const atOnce = limited(MOST_LOOKS);
  const look = (pair: Pair) => atOnce(() => lookAt(aws, install, pair, signal));
  const deployed = check ? undefined : await deployedFunction(aws, install.function, signal);
  const repair = deployed && openRepairs(aws, { bucket: install.bucket, function: deployed, rate }, control);
  const ledger = openLedger({ after: undefined, ...progress });
  const underWay = new Set<Promise<void>>();
  const admitted = limited(MOST_SUSPECTS);
  let names = progress.compared;
  let forEvents = 0;
  let setupFirst = false;
  try {
    const { after } = progress;
    const objects = listObjects(aws.s3, { bucket: install.bucket, prefix, after }, signal);
    for await (const pair of pairUp(objects, notebook.rows(after))) {
      if (isSuspect(pair, sought)) await beginSettling(pair);
      else ledger.pass(pair.key);
      names += 1;
      if (names % NAMES_A_PAGE === 0) await keepAccount();
      signal.throwIfAborted();
    }
    report({ event: 'compared', names });
    report({ event: 'waiting', names: underWay.size, forEvents, graceSeconds });
    await Promise.all(underWay);
    signal.throwIfAborted();
  } catch (error) {
    stop.abort(error);
    await Promise.all(underWay);
    await keepAccount();
    throw signal.reason;
  }
  const { compared, counts } = ledger.account();
  return { compared, counts, setupFirst };

  async function keepAccount(): Promise<void> {
    const { after, ...account } = ledger.account();
    await notebook.saveProgress({ ...progress, ...account, ...(after === undefined ? {} : { after }) });
    report({ event: 'compared', names });
  }

  /** Resolves when it is begun: at once while there is room. */
  async function beginSettling(pair: Pair): Promise<void> {
    const settled = ledger.begin(pair.key);
    await new Promise<void>((begun) => {
      const settling: Promise<void> = admitted(async () => {
        begun();
        settled(await settle(pair));
        await keepAccount();
      })
        .catch((error: unknown) => stop.abort(error))
        .finally(() => underWay.delete(settling));
      underWay.add(settling);
    });
  }

  async function settle(pair: Pair): Promise<Finding | undefined> {
    const { key } = pair;
    const difference = await confirmed(
      pair,
      { sought, graceSeconds, look },
      { ...control, sleep: waitForEvent },
    );
    if (difference === undefined) return undefined;
    const finding: Finding = { key, difference, outcome: await outcomeOf(pair, difference) };
    report({ event: 'settled', finding });
    return finding;
  }

  async function waitForEvent(seconds: number): Promise<void> {
    forEvents += 1;
    await control.sleep(seconds, signal).finally(() => {
      forEvents -= 1;
    });
  }

  async function outcomeOf(pair: Pair, difference: Difference): Promise<Finding['outcome']> {
    if (repair === undefined) return 'found';
    if (difference === 'outdated' && !deployed?.isShipped) {
      setupFirst = true;
      return 'different';
    }
    return await repair({ key: pair.key, difference, look: () => look(pair) });
  }
}
