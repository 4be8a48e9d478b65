import type { MiddlewareStack } from '@smithy/types';

/** What was asked of AWS when it answered with an error. */
export interface FailedRequest {
  /** `s3` for `S3Client`. */
  readonly client: string;
  /** `HeadBucket`. */
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const requests = new WeakMap<object, FailedRequest>();

/** From now on errors of the client that has this stack tell what was asked: some of AWS's answers do not. */
export function rememberRequests<Input extends object, Output extends object>(
  stack: MiddlewareStack<Input, Output>,
): void {
  stack.add(
    (next, { clientName = '', commandName = '' }) =>
      async (call) => {
        try {
          return await next(call);
        } catch (error) {
          const names = {
            client: clientName.replace(/Client$/, ''),
            command: commandName.replace(/Command$/, ''),
          };
          if (error instanceof Error)
            requests.set(error, { ...names, input: Object.fromEntries(Object.entries(call.input)) });
          throw error;
        }
      },
    { step: 'initialize', name: 'rememberRequests', override: true },
  );
}

/** What was asked when this error came back; undefined for errors of other origin. */
export function requestOfError(error: object): FailedRequest | undefined {
  return requests.get(error);
}
