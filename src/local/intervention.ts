import type { Need } from './access/need.ts';
import type { AwsError } from './aws-error.ts';
import type { Caller } from './credentials.ts';

/** One request to a service, before it is carried out. */
export interface InterceptedCall {
  /** Counts the calls since the start, from 1. */
  readonly number: number;
  /** As in a signature's scope: `s3`, `monitoring`, … */
  readonly service: string;
  /** `CreateRole`. */
  readonly operation: string;
  /** As the service's model types it. */
  readonly input: object;
  /** Who signed it. A deployed API and a function call as their roles. */
  readonly caller: Caller;
  /** What the caller has to be allowed for it. */
  readonly needs: () => readonly Need[];
}

/** What becomes of a call instead of its answer. */
export type Intervention =
  /** Answered in the service's own form: before the call is carried out, or after it. */
  | { readonly kind: 'error'; readonly error: AwsError; readonly when: 'before' | 'after' }
  /** The connection breaks: before the call is carried out, or after it. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' };

/** Told of every call; may take its time, and may interfere. */
export type Intervene = (
  call: InterceptedCall,
) => Intervention | undefined | Promise<Intervention | undefined>;
