/** Runs a task once every earlier one under the same name has ended. */
export type Exclusive = <T>(name: string, task: () => Promise<T>) => Promise<T>;

/** One queue a name; names do not wait for each other. */
export function createExclusive(): Exclusive {
  const tails = new Map<string, Promise<unknown>>();
  return async (name, task) => {
    const turn = (tails.get(name) ?? Promise.resolve()).then(task);
    const tail = turn.catch(() => {});
    tails.set(name, tail);
    try {
      return await turn;
    } finally {
      if (tails.get(name) === tail) tails.delete(name);
    }
  };
}
