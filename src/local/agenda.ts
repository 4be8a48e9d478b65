import type { Clock, Timer } from './clock.ts';

/** Tasks that wait for their time, and what becomes of them at the end. */
export interface Agenda {
  /** Runs `task` once, so many seconds from now. */
  after(seconds: number, task: () => void): void;
  /** Runs all that wait, at once, and takes no more. */
  hurry(): void;
  /** Forgets all that wait, and takes no more. */
  cancel(): void;
}

export function createAgenda(clock: Clock): Agenda {
  const waiting = new Map<Timer, () => void>();
  let closed = false;

  function cancel(): void {
    closed = true;
    for (const timer of waiting.keys()) timer.cancel();
    waiting.clear();
  }

  return {
    after(seconds, task) {
      if (closed) return;
      const timer = clock.after(seconds * 1000, () => {
        waiting.delete(timer);
        task();
      });
      waiting.set(timer, task);
    },
    hurry() {
      const tasks = [...waiting.values()];
      cancel();
      for (const task of tasks) task();
    },
    cancel,
  };
}
