/**
 * Calls `work` with everything that `items` yields, at most `most` at a time; what is not begun yet is not held.
 * The first failure, or the signal's reason, ends it once the calls under way are over.
 */
export async function inParallel<T>(
  items: AsyncIterable<T>,
  most: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  try {
    for await (const item of items) {
      if (running.size >= most) await Promise.race(running);
      if (failures.length > 0 || signal.aborted) break;
      const call: Promise<void> = work(item)
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => running.delete(call));
      running.add(call);
    }
  } finally {
    await Promise.all(running);
  }
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}
