import type { Control } from '../../src/control.ts';

/** A control whose waits take next to no time, however long they claim to be. */
export function quickControl(signal: AbortSignal = new AbortController().signal): Control {
  let now = Date.now();
  return {
    signal,
    waiting: () => {},
    async sleep(seconds) {
      now += seconds * 1000;
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    },
    now: () => now,
  };
}
