/**
 * One sorted stream from several: of all that come next, always the first by `compare`, and of equals the
 * one from the earlier stream. Reads one item ahead of each stream, and ends them all when it is left early.
 */
export async function* mergeSorted<T>(
  streams: readonly AsyncGenerator<T>[],
  compare: (a: T, b: T) => number,
): AsyncGenerator<T> {
  try {
    const first = await Promise.all(streams.map(nextOf));
    let heads = first.filter((head) => head !== undefined);
    for (;;) {
      const least = leastOf(heads, compare);
      if (least === undefined) return;
      yield least.item;
      const next = await nextOf(least.stream);
      heads = heads.flatMap((head) => (head === least ? (next ?? []) : head));
    }
  } finally {
    await Promise.all(streams.map((stream) => stream.return(undefined)));
  }
}

interface Head<T> {
  readonly stream: AsyncGenerator<T>;
  readonly item: T;
}

async function nextOf<T>(stream: AsyncGenerator<T>): Promise<Head<T> | undefined> {
  const { value, done } = await stream.next();
  return done === true ? undefined : { stream, item: value };
}

function leastOf<T>(heads: readonly Head<T>[], compare: (a: T, b: T) => number): Head<T> | undefined {
  let [least] = heads;
  for (const head of heads) {
    if (least !== undefined && compare(head.item, least.item) < 0) least = head;
  }
  return least;
}
