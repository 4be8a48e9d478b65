import { setTimeout as delay } from 'node:timers/promises';
import type { Control, Waiting } from './control.ts';
import { FilepipeError } from './errors.ts';

export interface WaitOptions {
  /** What is waited for, as a noun phrase for the user. */
  readonly what: string;
  readonly timeoutSeconds: number;
  /** First pause; doubles up to a quarter of a second, beyond that only to a twentieth of the time waited. Default 0.25. */
  readonly minDelaySeconds?: number;
  /** Default 5. */
  readonly maxDelaySeconds?: number;
  /** What the next pause has to be, where that is known; absent, or undefined, and it is chosen. */
  readonly knownPauseSeconds?: () => number | undefined;
  /** Added to the error when the time is over. */
  readonly hint?: string;
}

/**
 * Calls `probe` until it returns something other than undefined, and returns that.
 * Fails with a `FilepipeError` naming what was waited for when the time is over, and with the
 * signal's reason when aborted. An error thrown by `probe` ends the wait at once.
 */
export async function waitFor<T>(
  control: Control,
  options: WaitOptions,
  probe: () => Promise<T | undefined>,
): Promise<T> {
  const started = control.now();
  let pause = options.minDelaySeconds ?? 0.25;
  for (;;) {
    control.signal.throwIfAborted();
    const found = await probe();
    if (found !== undefined) return found;
    const elapsedSeconds = (control.now() - started) / 1000;
    if (elapsedSeconds >= options.timeoutSeconds) {
      throw new FilepipeError(
        `gave up waiting for ${options.what} after ${Math.round(elapsedSeconds)} s`,
        options.hint === undefined ? {} : { hint: options.hint },
      );
    }
    const known = options.knownPauseSeconds?.();
    control.waiting(waitingOf(options, elapsedSeconds, known));
    await control.sleep(known ?? jittered(pause), control.signal);
    pause = Math.min(pause * 2, options.maxDelaySeconds ?? 5, Math.max(0.25, pause, elapsedSeconds / 20));
  }
}

function waitingOf(
  { what, timeoutSeconds }: WaitOptions,
  elapsedSeconds: number,
  leftSeconds: number | undefined,
): Waiting {
  return { what, elapsedSeconds, timeoutSeconds, ...(leftSeconds === undefined ? {} : { leftSeconds }) };
}

/** Real time: the `sleep` of every `Control` outside tests. */
export async function sleep(seconds: number, signal: AbortSignal): Promise<void> {
  await delay(seconds * 1000, undefined, { signal });
}

/** Three quarters to all of the pause, so that parallel waits do not call in step. */
function jittered(seconds: number): number {
  return seconds * (0.75 + Math.random() / 4);
}
