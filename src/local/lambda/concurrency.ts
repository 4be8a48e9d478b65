import type { FunctionRecord } from './function-record.ts';
import type { FunctionStore } from './function-store.ts';
import { invalidParameter, lambdaError } from './lambda-error.ts';

/** How many events an account may run at once. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const ACCOUNT_CONCURRENCY = 1000;

/** What reservations must leave for functions without one. */
const LEAST_UNRESERVED = 100;

/** Counts running events, and refuses those that a function or the account has no room for. */
export interface Concurrency {
  /** Takes a place until the returned function is called; `TooManyRequestsException` when there is none. */
  enter(record: FunctionRecord): () => void;
  running(name: string): number;
}

export function createConcurrency(store: FunctionStore): Concurrency {
  const counts = new Map<string, number>();
  const running = (name: string) => counts.get(name) ?? 0;

  return {
    running,
    enter({ name, reservedConcurrency }) {
      if (reservedConcurrency !== undefined && running(name) >= reservedConcurrency) {
        throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
      }
      if (reservedConcurrency === undefined && runningUnreserved() >= unreserved(store.list())) {
        throw throttled('ConcurrentInvocationLimitExceeded');
      }
      counts.set(name, running(name) + 1);
      return () => counts.set(name, running(name) - 1);
    },
  };

  function runningUnreserved(): number {
    return store
      .list()
      .filter(({ reservedConcurrency }) => reservedConcurrency === undefined)
      .reduce((sum, { name }) => sum + running(name), 0);
  }
}

/** What is left of the account's concurrency when every function has what it reserves. */
export function unreserved(records: readonly FunctionRecord[]): number {
  return records.reduce(
    (left, { reservedConcurrency = 0 }) => left - reservedConcurrency,
    ACCOUNT_CONCURRENCY,
  );
}

/** Refuses a reservation that leaves too little for the others. */
export function checkReservation(records: readonly FunctionRecord[], name: string, wanted: number): void {
  const others = records.filter((record) => record.name !== name);
  if (unreserved(others) - wanted >= LEAST_UNRESERVED) return;
  throw invalidParameter(
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution " +
      `below its minimum value of [${LEAST_UNRESERVED}].`,
  );
}

function throttled(reason: string) {
  return lambdaError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    fields: { Reason: reason },
  });
}
