import { FilepipeError, PartlyDoneError } from '../errors.ts';
import type { Source } from './sources.ts';

/** What became of one file: what the upload returned, or why it failed. */
export type Outcome<T> =
  | { readonly source: Source; readonly result: T }
  | { readonly source: Source; readonly error: unknown };

export interface ManyOptions<T> {
  /** How many files are sent at once. */
  readonly concurrency: number;
  /** Once aborted, no other file is begun, and those begun are waited for. */
  readonly signal: AbortSignal;
  /** Told of every file as soon as it is done or has failed. */
  readonly settled?: (outcome: Outcome<T>) => void;
}

/** Sends one file; calls `arrived` when its bytes are there and it only waits for what comes of them. */
export type Upload<T> = (source: Source, arrived: () => void) => Promise<T>;

/** So many files may wait for what comes of them while others are sent. */
const MAX_WAITING = 32;

/**
 * Uploads every source with `upload`, and goes on when one fails. Returns the outcomes in the order of the
 * sources; rejects only when aborted, with the signal's reason.
 */
export async function uploadMany<T>(
  sources: readonly Source[],
  upload: Upload<T>,
  { concurrency, signal, settled }: ManyOptions<T>,
): Promise<readonly Outcome<T>[]> {
  const outcomes = new Map<Source, Outcome<T>>();
  const queue = sources.values();
  const waiting = new Set<Promise<void>>();
  const conclude = (outcome: Outcome<T>) => {
    if (signal.aborted && 'error' in outcome) return;
    outcomes.set(outcome.source, outcome);
    settled?.(outcome);
  };
  const worker = async () => {
    // The workers share one iterator, so each source is taken once.
    for (const source of queue) {
      if (signal.aborted) return;
      await new Promise<void>((free, fail) => {
        const done = outcomeOf(source, (one) => upload(one, free)).then(conclude);
        waiting.add(done);
        done.then(() => waiting.delete(done)).then(() => free(), fail);
      });
      while (waiting.size >= Math.max(concurrency, 1) + MAX_WAITING) await Promise.race(waiting);
    }
  };
  await Promise.all(Array.from({ length: Math.max(concurrency, 1) }, worker));
  await Promise.all(waiting);
  signal.throwIfAborted();
  return sources.flatMap((source) => outcomes.get(source) ?? []);
}

/** Throws when not every file arrived: the error itself when there was one file, else one that counts them. */
export function requireAll<T>(outcomes: readonly Outcome<T>[]): void {
  const failures = outcomes.filter((outcome) => 'error' in outcome);
  const [first] = failures;
  if (first === undefined) return;
  if (outcomes.length === 1) throw first.error;
  const details = { cause: first.error, hint: 'upload the files that failed again' };
  if (failures.length === outcomes.length) {
    throw new FilepipeError(`none of the ${outcomes.length} files was uploaded`, details);
  }
  const were = failures.length === 1 ? 'was' : 'were';
  throw new PartlyDoneError(`${failures.length} of ${outcomes.length} files ${were} not uploaded`, details);
}

async function outcomeOf<T>(source: Source, upload: (source: Source) => Promise<T>): Promise<Outcome<T>> {
  try {
    return { source, result: await upload(source) };
  } catch (error) {
    return { source, error };
  }
}
