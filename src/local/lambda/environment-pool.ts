import { availableParallelism } from 'node:os';
import type { Clock, Timer } from '../clock.ts';
import type { ExecutionEnvironment, Outcome } from './execution-environment.ts';
import type { FunctionRecord } from './function-record.ts';
import { lambdaError } from './lambda-error.ts';
import type { Invocation } from './runtime-api.ts';

/** The execution environments of every function, kept warm between events. */
export interface EnvironmentPool {
  /** Runs an event in a free environment, a new one, or, when there are too many, the next to become free. */
  run(record: FunctionRecord, invocation: Invocation): Promise<Outcome>;
  /** Ends what is idle of a function that is no more. */
  discard(name: string): void;
  /** Ends every environment. What was running in one rejects; resolves when all of it has. */
  close(): Promise<void>;
}

export interface EnvironmentPoolOptions {
  readonly clock: Clock;
  readonly start: (record: FunctionRecord) => Promise<ExecutionEnvironment>;
  readonly onFault: (error: unknown) => void;
}

/** How many processes one function gets on this machine; more events wait for one of them. */
export const MAX_ENVIRONMENTS = Math.min(10, 2 * availableParallelism());

export function createEnvironmentPool({ clock, start, onFault }: EnvironmentPoolOptions): EnvironmentPool {
  const pools = new Map<string, Pool>();
  const ending = new Set<Promise<void>>();
  const running = new Set<Promise<Outcome>>();
  let closed = false;

  return {
    async run(record, invocation) {
      const outcome = runIn(poolOf(record.name), record, invocation).finally(() => running.delete(outcome));
      running.add(outcome);
      const ended = await outcome;
      if (closed) throw closing();
      return ended;
    },
    discard(name) {
      const pool = pools.get(name);
      for (const slot of pool?.idle ?? []) if (pool) end(pool, slot);
    },
    async close() {
      closed = true;
      for (const pool of pools.values()) {
        for (const slot of pool.slots) end(pool, slot);
        for (const wake of pool.waiting) wake();
      }
      await Promise.allSettled(running);
      await Promise.all(ending);
    },
  };

  async function runIn(pool: Pool, record: FunctionRecord, invocation: Invocation): Promise<Outcome> {
    for (;;) {
      const slot = await acquire(pool, record);
      const outcome = await slot.environment.invoke(invocation);
      if (outcome === undefined) end(pool, slot);
      release(pool, slot);
      if (outcome !== undefined) return outcome;
    }
  }

  function poolOf(name: string): Pool {
    const pool = pools.get(name) ?? { slots: new Set(), idle: [], waiting: [], starting: 0 };
    pools.set(name, pool);
    return pool;
  }

  async function acquire(pool: Pool, record: FunctionRecord): Promise<Slot> {
    const version = versionOf(record);
    for (;;) {
      if (closed) throw closing();
      retire(pool, record, version);
      const slot = pool.idle.pop();
      if (slot !== undefined) {
        slot.idleTimer?.cancel();
        return slot;
      }
      if (pool.slots.size + pool.starting < MAX_ENVIRONMENTS) return open(pool, record, version);
      await new Promise<void>((resolve) => pool.waiting.push(resolve));
    }
  }

  async function open(pool: Pool, record: FunctionRecord, version: string): Promise<Slot> {
    pool.starting += 1;
    try {
      const slot: Slot = { version, environment: await start(record), idleTimer: undefined };
      pool.slots.add(slot);
      void slot.environment.gone.then(() => end(pool, slot));
      if (closed) end(pool, slot);
      return slot;
    } catch (error) {
      pool.waiting.shift()?.();
      throw error;
    } finally {
      pool.starting -= 1;
    }
  }

  /** Ends idle environments of older code or settings, and those whose credentials will not last an event. */
  function retire(pool: Pool, record: FunctionRecord, version: string): void {
    const lasting = clock.now() + record.settings.Timeout * 1000 + MARGIN_MILLISECONDS;
    for (const slot of pool.idle) {
      if (slot.version !== version || slot.environment.expires < lasting) end(pool, slot);
    }
  }

  /** Keeps the environment for the next event, unless it has ended. */
  function release(pool: Pool, slot: Slot): void {
    if (pool.slots.has(slot)) {
      slot.idleTimer = clock.after(IDLE_MILLISECONDS, () => end(pool, slot));
      pool.idle.push(slot);
    }
    pool.waiting.shift()?.();
  }

  function end(pool: Pool, slot: Slot): void {
    if (!pool.slots.delete(slot)) return;
    slot.idleTimer?.cancel();
    pool.idle = pool.idle.filter((other) => other !== slot);
    const ended = slot.environment.stop().catch(onFault);
    ending.add(ended);
    void ended.finally(() => ending.delete(ended));
  }
}

interface Pool {
  readonly slots: Set<Slot>;
  /** The one used last stands last. */
  idle: Slot[];
  readonly waiting: (() => void)[];
  starting: number;
}

interface Slot {
  readonly version: string;
  readonly environment: ExecutionEnvironment;
  idleTimer: Timer | undefined;
}

function closing() {
  return lambdaError('ServiceException', 'The embedded AWS is shutting down', { status: 500 });
}

/** About how long Lambda keeps an environment that nobody uses. */
const IDLE_MILLISECONDS = 10 * 60_000;

const MARGIN_MILLISECONDS = 60_000;

/** Differs when the environment would. */
function versionOf({ settings, code }: FunctionRecord): string {
  return JSON.stringify([settings, code.sha256]);
}
