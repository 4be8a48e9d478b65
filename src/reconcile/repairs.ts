import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import type { DeployedFunction } from './deployed-function.ts';
import { type Difference, differenceOf, type Sides } from './difference.ts';
import type { Outcome } from './ledger.ts';
import { replayEvent } from './replay-event.ts';

export interface RepairOptions {
  readonly bucket: string;
  readonly function: DeployedFunction;
  /** Files a second, at most. */
  readonly rate: number;
}

/** A file whose row is to be repaired. */
interface Broken {
  readonly key: string;
  readonly difference: Difference;
  /** Both sides as they are now. */
  readonly look: () => Promise<Sides>;
}

/** Has the function bring a file's row up to date. Resolves once the row is right, or has not become so in time. */
export type Repair = (broken: Broken) => Promise<Exclude<Outcome, 'found'>>;

/** Files in one event: the function describes them at the same time. */
const MOST_FILES = 10;
/** What the function may need for a file of an event, by experience with plenty of room. */
const SECONDS_A_FILE = 3;
/** Events whose rows are waited for. */
const MOST_EVENTS = 32;
/** Lambda repeats an event after a minute when it failed once. */
const PATIENCE_SECONDS = 100;
/** A file that cannot be understood again has the same row again, and nobody sees that it was tried. */
const FAILED_PATIENCE_SECONDS = 20;
/** So many in vain and none that was repaired: the function does not work. */
const HOPELESS = 100;

/**
 * Calls the function with files as they come, several in an event and no more than the rate, so that a failure ends
 * in the failure queue like that of any event. Rejects when Lambda takes no events, or when nothing helps.
 */
export function openRepairs(
  { lambda }: Pick<Clients, 'lambda'>,
  { bucket, function: deployed, rate }: RepairOptions,
  control: Control,
): Repair {
  const room = Math.floor(deployed.timeoutSeconds / SECONDS_A_FILE);
  const filesAnEvent = Math.max(1, Math.min(MOST_FILES, room, Math.floor(rate)));
  const queue: Waiting[] = [];
  const settled = { repaired: 0, different: 0 };
  let workers = 0;
  let waitingTurn = 0;
  let nextTurn = 0;
  return (broken) =>
    new Promise((resolve, reject) => {
      queue.push({ ...broken, resolve, reject });
      if (workers < MOST_EVENTS && waitingTurn * filesAnEvent < queue.length) void work();
    });

  async function work(): Promise<void> {
    workers += 1;
    while (queue.length > 0) {
      const files = await nextFiles();
      await repairAll(files).catch((error: unknown) => {
        for (const { reject } of files) reject(error);
      });
    }
    workers -= 1;
  }

  /** In turns, so that the rate is kept; more files come meanwhile. */
  async function nextFiles(): Promise<Waiting[]> {
    const now = control.now();
    const turn = Math.max(now, nextTurn);
    nextTurn = turn + (filesAnEvent / rate) * 1000;
    waitingTurn += 1;
    // Whoever is stopped here takes files only to be told so by the next call.
    await control.sleep((turn - now) / 1000, control.signal).catch(() => {});
    waitingTurn -= 1;
    return queue.splice(0, filesAnEvent);
  }

  async function repairAll(files: readonly Waiting[]): Promise<void> {
    if (files.length === 0) return;
    control.signal.throwIfAborted();
    refuseIfHopeless();
    const keys = files.map(({ key }) => key);
    const invoke = new InvokeCommand({
      FunctionName: deployed.name,
      InvocationType: 'Event',
      Payload: JSON.stringify(replayEvent(bucket, keys, new Date(control.now()))),
    });
    await lambda.send(invoke, { abortSignal: control.signal });
    const left = await untilRight(files);
    for (const { resolve } of left) resolve('different');
    settled.different += left.length;
  }

  function refuseIfHopeless(): void {
    const { repaired, different } = settled;
    if (repaired > 0 || different < HOPELESS) return;
    throw new FilepipeError(`the function ${deployed.name} has repaired none of ${different} rows`, {
      hint: 'see why with: filepipe logs --errors',
    });
  }

  /** Those whose rows are not right when the time is over. */
  async function untilRight(files: readonly Waiting[]): Promise<readonly Waiting[]> {
    const patience = files.every(({ difference }) => difference === 'failed')
      ? FAILED_PATIENCE_SECONDS
      : PATIENCE_SECONDS;
    const ends = control.now() + patience * 1000;
    let left = files;
    for (let pause = 0.25; left.length > 0 && control.now() < ends; pause = Math.min(pause * 2, 5)) {
      await control.sleep(pause, control.signal);
      const looks = await Promise.all(left.map(async (file) => ({ file, right: await isRight(file) })));
      for (const { file, right } of looks) if (right) file.resolve('repaired');
      settled.repaired += looks.filter(({ right }) => right).length;
      left = looks.filter(({ right }) => !right).map(({ file }) => file);
    }
    return left;
  }
}

/** A row that fits its object is right, unless it was another difference that had to go. */
async function isRight({ difference, look }: Broken): Promise<boolean> {
  const unwanted = new Set<Difference>(['missing', 'stale', 'orphaned', difference]);
  return differenceOf(await look(), unwanted) === undefined;
}

interface Waiting extends Broken {
  readonly resolve: (outcome: 'repaired' | 'different') => void;
  readonly reject: (error: unknown) => void;
}
