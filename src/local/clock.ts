/** Where the embedded AWS gets the time from, so that tests can hold it or let it run ahead. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once, `milliseconds` from now, unless cancelled. Does not keep the process alive. */
  after(milliseconds: number, task: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

export interface ManualClock extends Clock {
  /** Milliseconds from now until something falls due; undefined when nothing waits. */
  untilNext(): number | undefined;
  /** Moves the time on, running what falls due in its order. */
  advance(milliseconds: number): void;
}

/** A clock that stands still until it is moved. */
export function manualClock(start = Date.now()): ManualClock {
  let time = start;
  let waiting: { readonly due: number; readonly task: () => void }[] = [];
  return {
    now: () => time,
    after(milliseconds, task) {
      const entry = { due: time + milliseconds, task };
      waiting.push(entry);
      return {
        cancel() {
          waiting = waiting.filter((other) => other !== entry);
        },
      };
    },
    untilNext() {
      if (waiting.length === 0) return undefined;
      return Math.max(0, Math.min(...waiting.map(({ due }) => due)) - time);
    },
    advance(milliseconds) {
      const end = time + milliseconds;
      for (;;) {
        const next = waiting.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        waiting = waiting.filter((other) => other !== next);
        time = Math.max(time, next.due);
        next.task();
      }
      time = end;
    },
  };
}
