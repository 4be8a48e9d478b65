/** Work that nobody waits for until everything is closed. */
export interface Background {
  /** Begins a task; its failure goes to `onFault`. */
  run(task: () => Promise<void>): void;
  /** Resolves once all that was begun has ended. */
  settled(): Promise<void>;
}

export function inBackground(onFault: (error: unknown) => void): Background {
  const underWay = new Set<Promise<void>>();
  return {
    run(task) {
      const done = task()
        .catch(onFault)
        .finally(() => underWay.delete(done));
      underWay.add(done);
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
