import { EventEmitter } from 'node:events';
import { type Clock, manualClock } from '../../src/local/clock.ts';

/** A clock that is held, with an event for each wait on it, named for its milliseconds. */
export function watchedClock() {
  const clock = manualClock();
  const waits = new EventEmitter();
  const after: Clock['after'] = (milliseconds, task) => {
    waits.emit(String(milliseconds));
    return clock.after(milliseconds, task);
  };
  return { clock: { ...clock, after }, waits };
}
