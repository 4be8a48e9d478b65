import type { Control, Waiting } from '../../control.ts';

/**
 * A control under which what is waited for is told again every second, so that a countdown can be shown. What does
 * not say itself how long it still lasts is over, at the latest, at the next of its turns of `turnSeconds`.
 */
export function countingDown(control: Control, turnSeconds?: number): Control {
  let last: Waiting | undefined;
  return {
    ...control,
    waiting(wait) {
      last = wait;
      control.waiting(withTurn(wait));
    },
    async sleep(seconds, signal) {
      for (let left = seconds; left > 0; left -= 1) {
        const nap = Math.min(1, left);
        await control.sleep(nap, signal);
        if (last === undefined || left <= nap) continue;
        last = later(last, nap);
        control.waiting(withTurn(last));
      }
    },
  };

  function withTurn(wait: Waiting): Waiting {
    if (turnSeconds === undefined || wait.leftSeconds !== undefined) return wait;
    return { ...wait, leftSeconds: turnSeconds - (wait.elapsedSeconds % turnSeconds) };
  }
}

function later(wait: Waiting, seconds: number): Waiting {
  const { elapsedSeconds, leftSeconds } = wait;
  return {
    ...wait,
    elapsedSeconds: elapsedSeconds + seconds,
    ...(leftSeconds === undefined ? {} : { leftSeconds: leftSeconds - seconds }),
  };
}
