import type { AwsError } from '../aws-error.ts';
import type { WireRequest, WireResponse } from './message.ts';
import type { ErrorShape, Operation } from './schema.ts';

export type Input = Record<string, unknown>;

export interface Answer {
  readonly requestId: string;
  readonly request: WireRequest;
}

/** One way of writing a service's requests and answers as HTTP. */
export interface Protocol {
  /** The typed input; an `AwsError` when the bytes are no such input. Types are checked afterwards. */
  decode(operation: Operation, request: WireRequest): Promise<Input>;
  encode(operation: Operation, output: object, answer: Answer): WireResponse;
  /** `shape` is undefined for a code that the service model does not declare. */
  encodeError(error: AwsError, shape: ErrorShape | undefined, answer: Answer): WireResponse;
}

/** The status of an error's answer: its own, else the model's, else 400. */
export function statusOf(error: AwsError, shape: ErrorShape | undefined): number {
  return error.status ?? shape?.status ?? 400;
}
