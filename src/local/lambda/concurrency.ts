import type { FunctionRecord } from './function-record.ts';
import type { FunctionStore } from './function-store.ts';
import { invalidParameter, lambdaError } from './lambda-error.ts';

/** Counts running events, and refuses those that a function or the account has no room for. */
export interface Concurrency {
  /** How many events the account may run at once. */
  readonly account: number;
  /** What is left of the account's concurrency when every function has what it reserves. */
  unreserved(): number;
  /** Refuses a reservation that leaves too little for the others. */
  checkReservation(name: string, wanted: number): void;
  /** Takes a place until the returned function is called; `TooManyRequestsException` when there is none. */
  enter(record: FunctionRecord): () => void;
  running(name: string): number;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export function createConcurrency(store: FunctionStore, account: number): Concurrency {
  const counts = new Map<string, number>();
  const running = (name: string) => counts.get(name) ?? 0;

  return {
    account,
    unreserved: () => unreserved(store.list()),
    checkReservation,
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

  function checkReservation(name: string, wanted: number): void {
    const others = store.list().filter((record) => record.name !== name);
    const least = leastUnreserved(account);
    if (unreserved(others) - wanted >= least) return;
    throw invalidParameter(
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution " +
        `below its minimum value of [${least}].`,
    );
  }

  function unreserved(records: readonly FunctionRecord[]): number {
    return records.reduce((left, { reservedConcurrency = 0 }) => left - reservedConcurrency, account);
  }
}

/** What reservations must leave for functions without one; new accounts have little to begin with. */
function leastUnreserved(account: number): number {
  return account > 100 ? 100 : 10;
}

function throttled(reason: string) {
  return lambdaError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    fields: { Reason: reason },
  });
}
