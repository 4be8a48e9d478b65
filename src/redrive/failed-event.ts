import { type Change, keyAsSent, type Replay, recordsOf, requestOf } from '../../handler/change.ts';
import { thrownWords } from '../error-words.ts';

/** An event that Lambda gave up on, as its record in the failure queue tells. */
export interface FailedEvent {
  /** The event as S3 sent it, as JSON. */
  readonly payload: string;
  /** Of all the function's attempts at it. */
  readonly requestId: string;
  /** When Lambda gave up. ISO 8601. */
  readonly time: string;
  /** How often the function ran on it. */
  readonly attempts: number;
  /** Why it failed, in words. */
  readonly error: string;
  /** The files it is about, by their names; as they were sent where they cannot be read. */
  readonly keys: readonly string[];
  /** What it says of these files, as far as it can be read. */
  readonly changes: readonly (Change | Replay)[];
}

/**
 * Reads the body of a message in the failure queue; undefined when it is no record of a failed event.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function failedEventOf(body: string): FailedEvent | undefined {
  const record = recordIn(body);
  const { requestContext: context, requestPayload } = record;
  if (typeof context?.requestId !== 'string' || requestPayload === undefined) return undefined;
  const records = recordsIn(requestPayload);
  return {
    payload: JSON.stringify(requestPayload),
    requestId: context.requestId,
    time: record.timestamp ?? '',
    attempts: context.approximateInvokeCount ?? 0,
    error: errorOf(record),
    keys: [...new Set(records.map((it) => readable(it)?.key ?? keyAsSent(it)))],
    changes: records.flatMap((it) => readable(it) ?? []),
  };
}

interface DestinationRecord {
  readonly timestamp?: string;
  readonly requestContext?: {
    readonly requestId?: string;
    readonly condition?: string;
    readonly approximateInvokeCount?: number;
  } | null;
  readonly requestPayload?: unknown;
  readonly responsePayload?: { readonly errorType?: unknown; readonly errorMessage?: unknown } | null;
}

function recordIn(body: string): DestinationRecord {
  try {
    return (JSON.parse(body) as DestinationRecord | null) ?? {};
  } catch {
    return {};
  }
}

/** Without its response the function was not run, or not to its end. */
function errorOf({ requestContext, responsePayload }: DestinationRecord): string {
  const { errorType, errorMessage } = responsePayload ?? {};
  if (typeof errorMessage === 'string' && errorMessage !== '') return thrownWords(errorType, errorMessage);
  if (typeof errorType === 'string') return errorType;
  const condition = requestContext?.condition ?? '';
  return CONDITIONS[condition] ?? (condition === '' ? 'no reason is given' : condition);
}

const CONDITIONS: Readonly<Record<string, string>> = {
  EventAgeExceeded: 'the event got too old before the function could deal with it',
  ZeroReservedConcurrency: 'the function was switched off: its reserved concurrency was 0',
  RetriesExhausted: 'the function failed each time',
};

/** None when the event is something else than S3 sends. */
function recordsIn(payload: unknown): readonly unknown[] {
  try {
    return recordsOf(payload);
  } catch {
    return [];
  }
}

function readable(record: unknown): Change | Replay | undefined {
  try {
    return requestOf(record);
  } catch {
    return undefined;
  }
}
