import type { Waiting } from '../control.ts';
import type { FunctionRun } from './function-run.ts';

/** The way in: straight to S3, or `POST /upload`. */
export type Way = 's3' | 'api';

/** What happens to a probe on its way, in this order. */
export type HopName = 'stored' | 'sameBytes' | 'row' | 'apiRow' | 'logLine' | 'deleted' | 'rowGone';

/** A hop that worked. */
export interface Hop {
  readonly hop: HopName;
  readonly seconds: number;
}

/** A hop that did not. */
export interface Failure extends Hop {
  readonly error: unknown;
  /** It was the caller who may not do it: that says nothing about the pipeline. */
  readonly denied: boolean;
  /** Why that may be, the likeliest first; empty when the error says all that is known. */
  readonly reasons: readonly string[];
  /** One imperative sentence; undefined when the error has one of its own. */
  readonly hint?: string;
}

/** What became of one probe. */
export interface Probe {
  readonly via: Way;
  readonly key: string;
  readonly bytes: number;
  readonly hops: readonly Hop[];
  /** Three at most: an API that does not answer, and a line that is missing in the log, stop nothing else. */
  readonly failures: readonly Failure[];
  /** What is worth knowing and no failure. */
  readonly notes: readonly string[];
  /** What the log says of the function's run, when it was looked for and found. */
  readonly run?: FunctionRun;
}

export interface Verification {
  readonly probes: readonly Probe[];
  /** Objects that earlier probes had left behind, and that are gone now. */
  readonly swept: number;
  /** Why nothing was probed. */
  readonly skipped?: string;
}

/** Something that happens to a probe; `ended` comes last and once. */
export type ProbeEvent = { readonly via: Way } & (
  | { readonly state: 'started'; readonly hop: HopName }
  | { readonly state: 'waiting'; readonly hop: HopName; readonly waiting: Waiting }
  | { readonly state: 'passed'; readonly hop: HopName; readonly seconds: number; readonly probe: Probe }
  | { readonly state: 'failed'; readonly failure: Failure; readonly probe: Probe }
  | { readonly state: 'ended'; readonly probe: Probe }
);
