import { expiredToken } from './auth-errors.ts';
import type { Clock } from './clock.ts';
import type { InterceptedCall, Intervene, Intervention } from './intervention.ts';
import type { Realism } from './realism.ts';
import { serverError, throttled } from './transient-errors.ts';

/** A call that has been understood and waits to be carried out. */
export interface ArrivedCall extends Omit<InterceptedCall, 'number'> {
  /** Turns the call away by failing, or returns what is to be called once it is answered. */
  readonly admit: () => (() => void) | undefined;
}

/** What lies between a call and its being carried out. */
export interface Interference {
  /** Carries a call out; or fails, before or after that, with an error or `ConnectionDropped`. */
  around<T>(call: ArrivedCall, carryOut: () => Promise<T>): Promise<T>;
  /** Breaks the connections of the calls that are on their way. */
  close(): void;
}

/** Not an answer: the client's connection breaks. */
export class ConnectionDropped extends Error {}

export interface InterferenceOptions {
  readonly realism: Realism;
  readonly clock: Clock;
  readonly intervene: Intervene | undefined;
  /** Evenly spread, from 0 up to 1; drawn once a call when there are rates. */
  readonly random: () => number;
}

export function createInterference(options: InterferenceOptions): Interference {
  const { realism, intervene } = options;
  const travel = createTravel(options);
  const rates = realism.throttleRate + realism.failureRate + realism.dropRate;
  let number = 0;
  let ownCalls = 0;
  return {
    async around({ admit, ...call }, carryOut) {
      number++;
      if (call.caller.roleArn === undefined) ownCalls++;
      const fate =
        (await intervene?.({ ...call, number })) ??
        expiry(realism, ownCalls, call.service) ??
        (rates > 0 ? fateByLot(realism, options.random(), call.service) : undefined);
      const leave = admit();
      try {
        await travel.halfWay();
        if (fate?.when === 'before') throw failureOf(fate);
        const outcome = await carryOut();
        if (fate !== undefined) throw failureOf(fate);
        return outcome;
      } finally {
        await travel.halfWay();
        leave?.();
      }
    },
    close: travel.close,
  };
}

function failureOf(fate: Intervention): Error {
  return fate.kind === 'error' ? fate.error : new ConnectionDropped();
}

/** What the credentials that a person signs with come to half-way. */
function expiry({ credentialsLastCalls }: Realism, calls: number, service: string): Intervention | undefined {
  if (credentialsLastCalls === 0 || calls <= credentialsLastCalls) return undefined;
  return { kind: 'error', error: expiredToken(service), when: 'before' };
}

/** Where the lot falls among the rates, which stand one after the other. */
function fateByLot(realism: Realism, lot: number, service: string): Intervention | undefined {
  const { throttleRate, failureRate, dropRate } = realism;
  if (lot < throttleRate) return { kind: 'error', error: throttled(service), when: 'before' };
  const inFailures = lot - throttleRate;
  if (inFailures < failureRate) {
    return { kind: 'error', error: serverError(service), when: half(inFailures, failureRate) };
  }
  const inDrops = inFailures - failureRate;
  return inDrops < dropRate ? { kind: 'drop', when: half(inDrops, dropRate) } : undefined;
}

function half(lot: number, rate: number): 'before' | 'after' {
  return lot < rate / 2 ? 'before' : 'after';
}

/** The way to AWS and back. */
function createTravel({ realism, clock }: InterferenceOptions) {
  const stops = new Set<() => void>();
  let closed = false;
  return {
    async halfWay(): Promise<void> {
      if (realism.latencySeconds === 0 || closed) return;
      await new Promise<void>((resolve, reject) => {
        const timer = clock.after(realism.latencySeconds * 500, () => {
          stops.delete(stop);
          resolve();
        });
        const stop = () => {
          timer.cancel();
          reject(new ConnectionDropped());
        };
        stops.add(stop);
      });
    },
    close(): void {
      closed = true;
      for (const stop of stops) stop();
      stops.clear();
    },
  };
}
