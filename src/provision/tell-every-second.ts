import type { Control, Waiting } from '../control.ts';

/** A control under which what is waited for is told again every second, so that a countdown can be shown. */
export function tellEverySecond(control: Control): Control {
  let last: Waiting | undefined;
  return {
    signal: control.signal,
    now: control.now,
    waiting(wait) {
      last = wait;
      control.waiting(wait);
    },
    async sleep(seconds, signal) {
      for (let left = seconds; left > 0; left -= 1) {
        const nap = Math.min(1, left);
        await control.sleep(nap, signal);
        if (last === undefined || left <= nap) continue;
        last = { ...last, elapsedSeconds: last.elapsedSeconds + nap };
        control.waiting(last);
      }
    },
  };
}
