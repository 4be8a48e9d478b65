import { FilepipeError, PartlyDoneError } from '../errors.ts';
import type { Source } from './sources.ts';

/** What became of one file: what the upload returned, or why it failed. */
export type Outcome<T> =
  | { readonly source: Source; readonly result: T }
  | { readonly source: Source; readonly error: unknown };

export interface ManyOptions<T> {
  /** How many files are under way at once. */
  readonly concurrency: number;
  /** Once aborted, no other file is begun, and those under way are waited for. */
  readonly signal: AbortSignal;
  /** Told of every file as soon as it is done or has failed. */
  readonly settled?: (outcome: Outcome<T>) => void;
}

/**
 * Uploads every source with `upload`, and goes on when one fails. Returns the outcomes in the order of the
 * sources; rejects only when aborted, with the signal's reason.
 */
export async function uploadMany<T>(
  sources: readonly Source[],
  upload: (source: Source) => Promise<T>,
  { concurrency, signal, settled }: ManyOptions<T>,
): Promise<readonly Outcome<T>[]> {
  const outcomes = new Map<Source, Outcome<T>>();
  const queue = sources.values();
  const worker = async () => {
    // The workers share one iterator, so each source is taken once.
    for (const source of queue) {
      if (signal.aborted) return;
      const outcome = await outcomeOf(source, upload);
      if (signal.aborted && 'error' in outcome) return;
      outcomes.set(source, outcome);
      settled?.(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.max(concurrency, 1) }, worker));
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
