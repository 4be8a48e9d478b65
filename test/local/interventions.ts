import { accessDenied } from '../../src/local/access/denied.ts';
import { expiredToken } from '../../src/local/auth-errors.ts';
import type { InterceptedCall, Intervene, Intervention } from '../../src/local/intervention.ts';
import { serverError, throttled } from '../../src/local/transient-errors.ts';

// Ready-made interventions, for `startEmbeddedAws({ intervene })` and its relatives.

/** Every way in which AWS fails a call that is in order. */
export const failures = [
  'throttle',
  'server error',
  'server error after',
  'reset before',
  'reset after',
  'access denied',
  'expired token',
] as const;

export type Failure = (typeof failures)[number];

/** One call fails, as its own service words it; all others are carried out. */
export function failCall(number: number, failure: Failure): Intervene {
  return (call) => (call.number === number ? failed(call, failure) : undefined);
}

/** One call by its operation: the first `s3:CreateBucket` is that whatever else comes at the same time. */
export interface CallPoint {
  /** `s3:CreateBucket` */
  readonly operation: string;
  /** From 1. */
  readonly nth: number;
}

/** Gives one call to `intervene`; all others are carried out. */
export function atCall({ operation, nth }: CallPoint, intervene: Intervene): Intervene {
  let seen = 0;
  return (call) => {
    if (operationOf(call) !== operation) return undefined;
    seen += 1;
    return seen === nth ? intervene(call) : undefined;
  };
}

/** Every call that it is given fails, as its own service words it. */
export function failing(failure: Failure): Intervene {
  return (call) => failed(call, failure);
}

/** From call `number` on the caller's session has expired. */
export function expireFrom(number: number): Intervene {
  return (call) => (call.number >= number ? failed(call, 'expired token') : undefined);
}

export interface CallCounter {
  readonly intervene: Intervene;
  /** `s3:CreateBucket`, in the order of their arrival since the last restart. */
  readonly calls: readonly string[];
  /** Counts from 1 again, and from now on asks `next` what is to become of each call. */
  restart(next?: Intervene): void;
}

/** Counts calls, and lets one embedded AWS serve many runs that fail in different places. */
export function countCalls(first?: Intervene): CallCounter {
  let next = first;
  const calls: string[] = [];
  return {
    calls,
    intervene(call) {
      calls.push(operationOf(call));
      return next?.({ ...call, number: calls.length });
    },
    restart(another) {
      calls.length = 0;
      next = another;
    },
  };
}

function operationOf({ service, operation }: InterceptedCall): string {
  return `${service}:${operation}`;
}

function failed(call: InterceptedCall, failure: Failure): Intervention {
  switch (failure) {
    case 'throttle':
      return { kind: 'error', error: throttled(call.service), when: 'before' };
    case 'server error':
      return { kind: 'error', error: serverError(call.service), when: 'before' };
    case 'server error after':
      return { kind: 'error', error: serverError(call.service), when: 'after' };
    case 'reset before':
      return { kind: 'drop', when: 'before' };
    case 'reset after':
      return { kind: 'drop', when: 'after' };
    case 'access denied':
      return { kind: 'error', error: denied(call), when: 'before' };
    case 'expired token':
      return { kind: 'error', error: expiredToken(call.service), when: 'before' };
  }
}

/** As if no policy allowed the first thing that the call needs. */
function denied({ service, operation, caller, needs }: InterceptedCall) {
  const [need = { action: `${service}:${operation}`, resource: '*' }] = needs();
  return accessDenied(service, caller.arn, need, { explicit: false, by: 'identity-based policy' });
}
