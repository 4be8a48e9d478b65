import { functionArn } from './function-name.ts';

/** An event that was accepted for later, as it is kept until it has been dealt with. */
export interface AsyncEvent {
  readonly requestId: string;
  readonly functionName: string;
  /** JSON. */
  readonly payload: string;
  /** JSON. */
  readonly clientContext?: string;
  /** Milliseconds since the epoch. */
  readonly accepted: number;
  /** Not to be run before. Milliseconds since the epoch. */
  readonly due: number;
  /** How often the function has run on it. */
  readonly runs: number;
  /** How often in a row it was throttled. */
  readonly throttles: number;
  /** What the last run answered, JSON as a rule. */
  readonly response?: string;
  /** Set once it will not run again; what is left is to tell the destinations. */
  readonly condition?: Condition;
}

export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

/**
 * What a destination gets of an event.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function invocationRecord(event: AsyncEvent, now: number): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${functionArn(event.functionName)}:$LATEST`,
      condition: event.condition,
      approximateInvokeCount: event.runs,
    },
    requestPayload: JSON.parse(event.payload),
    ...(event.response !== undefined && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(event.condition !== 'Success' && { functionError: 'Unhandled' }),
      },
      responsePayload: jsonOrText(event.response),
    }),
  });
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
