import { setMaxListeners } from 'node:events';
import { StandardRetryStrategy } from '@smithy/core/retry';
import type {
  InitializeMiddleware,
  Provider,
  ResponseMetadata,
  RetryErrorInfo,
  RetryStrategy,
  RetryStrategyV2,
  StandardRetryToken,
} from '@smithy/types';
import type { Clients } from '../src/clients.ts';
import type { Control } from '../src/control.ts';
import { type Clock, type ManualClock, manualClock, type Timer } from '../src/local/clock.ts';
import type { Realism } from '../src/local/realism.ts';
import { refuseLongPause, ShortRetries } from '../src/short-retries.ts';

/**
 * One time for a program and the embedded AWS that it talks to. It stands still while anything is being done,
 * and jumps to the next moment at which something falls due once everybody waits, so that minutes of waiting
 * take no time and deadlines hold all the same. Functions are processes and run in real time.
 */
export interface SimulatedTime {
  /** For `startEmbeddedAws({ clock })`. */
  readonly clock: ManualClock;
  /** Its `sleep` and `now` go by the clock. */
  readonly control: Control;
  /** Lets the pauses of the SDK's retries pass by the clock too, and time stand still during calls. */
  watch(clients: Clients): void;
}

export interface SimulatedTimeOptions {
  readonly signal?: AbortSignal;
  /** The embedded AWS's. With latency, or changes of buckets that take time, only watched clients may call. */
  readonly realism?: Partial<Realism>;
}

export function simulatedTime(options: SimulatedTimeOptions = {}): SimulatedTime {
  const { signal = new AbortController().signal, realism = {} } = options;
  const { latencySeconds = 0, bucketChangeSeconds = 0 } = realism;
  /** How long AWS holds calls: on their way there or back, and while it changes a bucket. */
  const holds = [latencySeconds * 500, bucketChangeSeconds * 1000];
  const clock = manualClock();
  const driver = createDriver(clock);
  // Many wait at once.
  setMaxListeners(0, signal);

  async function sleep(seconds: number, until: AbortSignal): Promise<void> {
    until.throwIfAborted();
    await driver.waiting(
      new Promise<void>((resolve, reject) => {
        const abort = () => {
          timer.cancel();
          reject(until.reason);
        };
        const timer = clock.after(seconds * 1000, () => {
          until.removeEventListener('abort', abort);
          resolve();
        });
        until.addEventListener('abort', abort, { once: true });
      }),
    );
  }

  /** A call that AWS holds waits. */
  const after: Clock['after'] = (milliseconds, task) => {
    if (!holds.includes(milliseconds)) return clock.after(milliseconds, task);
    let timer: Timer | undefined;
    const arrival = new Promise<void>((resolve) => {
      timer = clock.after(milliseconds, resolve);
    });
    void driver.pausing(arrival).then(task);
    return { cancel: () => timer?.cancel() };
  };

  return {
    clock: { ...clock, after },
    control: { signal, waiting: () => {}, sleep, now: clock.now },
    watch(clients) {
      for (const client of Object.values(clients)) {
        watchClient(client, { clock, driver, pause: (seconds) => sleep(seconds, signal) });
      }
    },
  };
}

interface Driver {
  /** Time stands still until this call has ended. */
  calling<T>(call: Promise<T>): Promise<T>;
  /** Time may pass until this promise, which waits for the clock, is settled. */
  waiting<T>(wait: Promise<T>): Promise<T>;
  /** The same, for a wait within a call. */
  pausing<T>(wait: Promise<T>): Promise<T>;
}

/** Nothing may have happened for this long before time passes: what a wait ends with goes on at once. */
const QUIET_MILLISECONDS = 2;

function createDriver(clock: ManualClock): Driver {
  let calls = 0;
  let waits = 0;
  let happenings = 0;
  let timer: NodeJS.Timeout | undefined;

  function happened(): void {
    happenings++;
    if (timer === undefined && waits > 0) timer = setTimeout(look, QUIET_MILLISECONDS, happenings);
  }

  function look(seen: number): void {
    timer = undefined;
    if (happenings === seen && calls === 0 && waits > 0) clock.advance(clock.untilNext() ?? 0);
    happened();
  }

  async function during<T>(work: Promise<T>, count: (by: 1 | -1) => void): Promise<T> {
    count(1);
    happened();
    try {
      return await work;
    } finally {
      count(-1);
      happened();
    }
  }

  return {
    calling: (call) =>
      during(call, (by) => {
        calls += by;
      }),
    waiting: (wait) =>
      during(wait, (by) => {
        waits += by;
      }),
    pausing: (wait) =>
      during(wait, (by) => {
        waits += by;
        calls -= by;
      }),
  };
}

/** What all clients have in common here. */
interface Client {
  readonly config: {
    retryStrategy: Provider<RetryStrategy | RetryStrategyV2>;
    systemClockOffset: number;
    readonly maxAttempts: Provider<number>;
  };
  readonly middlewareStack: {
    add(
      middleware: InitializeMiddleware<object, object>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
}

interface Watch {
  readonly clock: ManualClock;
  readonly driver: Driver;
  readonly pause: (seconds: number) => Promise<void>;
}

function watchClient({ config, middlewareStack }: Client, { clock, driver, pause }: Watch): void {
  const strategy = simulatedStrategy(config, (seconds) => driver.pausing(pause(seconds)));
  config.retryStrategy = () => strategy;
  middlewareStack.add(
    (next) => async (call) => {
      // Signatures are dated by the clock that the embedded AWS has.
      config.systemClockOffset = clock.now() - Date.now();
      return await driver.calling(next(call));
    },
    { step: 'initialize', name: 'standTimeStill' },
  );
}

/** The client's own decisions, with its own pauses taken by `pause`. */
async function simulatedStrategy(
  { maxAttempts, retryStrategy }: Client['config'],
  pause: (seconds: number) => Promise<void>,
): Promise<RetryStrategyV2> {
  const hasShortRetries = (await retryStrategy()) instanceof ShortRetries;
  return pausingBetween(await maxAttempts(), async (seconds, error) => {
    if (hasShortRetries) refuseLongPause(error);
    await pause(seconds);
  });
}

function pausingBetween(
  maxAttempts: number,
  pause: (seconds: number, error: RetryErrorInfo) => Promise<void>,
): RetryStrategyV2 {
  const backoff = { setDelayBase() {}, computeNextBackoffDelay: () => 0 };
  const standard = new StandardRetryStrategy({ maxAttempts, backoff });
  return {
    acquireInitialRetryToken: (scope) => standard.acquireInitialRetryToken(scope),
    async refreshRetryTokenForRetry(token: StandardRetryToken, info: RetryErrorInfo) {
      if (isOnlyClockSet(info)) throw new Error('nothing is to be tried again');
      const { retryAfterHint, ...error } = info;
      const next = await standard.refreshRetryTokenForRetry(token, error);
      await pause(pauseSeconds(error, token.getRetryCount(), retryAfterHint), info);
      return next;
    },
    recordSuccess: (token: StandardRetryToken) => standard.recordSuccess(token),
  };
}

/**
 * Whether the SDK would repeat a refused call for one reason: simulated time has run away from the real one, and
 * the SDK takes that for its own clock being wrong, and set right by this very answer.
 */
function isOnlyClockSet({ error, errorType }: RetryErrorInfo): boolean {
  const { clockSkewCorrected, httpStatusCode = 500 }: ResponseMetadata & { clockSkewCorrected?: true } =
    error?.$metadata ?? {};
  return errorType === 'TRANSIENT' && clockSkewCorrected === true && httpStatusCode < 500;
}

/** As the SDK's standard mode, without its jitter. */
function pauseSeconds({ errorType }: RetryErrorInfo, retries: number, hint: Date | undefined): number {
  const base = errorType === 'THROTTLING' ? 1 : 0.05;
  const seconds = Math.min(20, base * 2 ** retries);
  if (hint === undefined) return seconds;
  return Math.max(seconds, Math.min((hint.getTime() - Date.now()) / 1000, seconds + 5));
}
