import type * as sdk from '@aws-sdk/client-lambda';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import type { Clock } from '../clock.ts';
import type { Operations } from '../service.ts';
import type { AsyncQueue } from './async-queue.ts';
import { refusePending } from './function-lifecycle.ts';
import type { FunctionStore } from './function-store.ts';
import { lambdaError } from './lambda-error.ts';
import type { RunFunction } from './run-function.ts';

export function invokeOperations(
  store: FunctionStore,
  run: RunFunction,
  queue: AsyncQueue,
  clock: Clock,
): Operations<typeof sdk> {
  return {
    async invoke(input, { requestId }) {
      const { InvocationType: type = 'RequestResponse', LogType } = input;
      const record = store.get(input.FunctionName, input.Qualifier);
      refusePending(record, clock.now());
      if (type === 'DryRun') return { StatusCode: 204 };
      const event = {
        requestId,
        payload: payloadOf(input.Payload, type),
        ...(input.ClientContext !== undefined && { clientContext: contextOf(input.ClientContext) }),
      };
      if (type === 'Event') {
        queue.accept(record, event);
        return { StatusCode: 202 };
      }
      const outcome = await run(record, event);
      return {
        StatusCode: 200,
        ExecutedVersion: '$LATEST',
        Payload: Uint8ArrayBlobAdapter.mutate(outcome.payload),
        ...(outcome.failed && { FunctionError: 'Unhandled' }),
        ...(LogType === 'Tail' && { LogResult: outcome.logTail }),
      };
    },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const MAX_PAYLOAD_BYTES = { RequestResponse: 6_291_456, Event: 1_048_576 };

/** JSON text of the event; nothing sent is an empty object. Refused when it is no JSON or too large. */
function payloadOf(input: sdk.InvokeCommandInput['Payload'], type: 'RequestResponse' | 'Event'): string {
  const bytes = input instanceof Uint8Array ? Buffer.from(input) : Buffer.alloc(0);
  if (bytes.length === 0) return '{}';
  if (bytes.length > MAX_PAYLOAD_BYTES[type]) {
    throw lambdaError(
      'RequestTooLargeException',
      `${bytes.length} byte payload is too large for the ${type} invocation type (limit ${MAX_PAYLOAD_BYTES[type]} bytes)`,
    );
  }
  const text = bytes.toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw lambdaError(
      'InvalidRequestContentException',
      `Could not parse request body into json: Could not parse payload into json: ${reason}`,
      { cause },
    );
  }
}

function contextOf(base64: string): string {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    throw lambdaError(
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
      {
        cause,
      },
    );
  }
}
