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
}

/** What becomes of a call instead of its answer. */
export type Intervention =
  /** Answered with an error in the service's own form. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly status: number }
  /** The connection breaks: before the call is carried out, or after it. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' };

/** Told of every call; may take its time, and may interfere. */
export type Intervene = (
  call: InterceptedCall,
) => Intervention | undefined | Promise<Intervention | undefined>;
