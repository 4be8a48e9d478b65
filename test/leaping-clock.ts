import { type ManualClock, manualClock } from '../src/local/clock.ts';

/** A clock that goes by itself, and that leaps when told: for what runs in real time and waits for minutes. */
export interface LeapingClock extends ManualClock {
  stop(): void;
}

export function leapingClock(): LeapingClock {
  const clock = manualClock();
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    clock.advance(Math.floor(now - before));
    before += Math.floor(now - before);
  }, 10);
  return { ...clock, stop: () => clearInterval(timer) };
}
