import type { InitializeMiddleware, MiddlewareStack } from '@smithy/types';
import type { Clients } from '../clients.ts';
import { isRead } from '../provision/engine/abortable.ts';

/** A call that changes something, as it is sent, and what AWS answered. */
export interface WriteCall {
  readonly service: keyof Clients;
  /** `CreateBucket`. */
  readonly operation: string;
  readonly input: Fields;
  readonly output: Fields;
}

export type Fields = Readonly<Record<string, unknown>>;

/** What happens to a request on its way to AWS, and to the answer on its way back. */
export interface Passage {
  readonly there: (input: unknown) => unknown;
  readonly back: (output: unknown) => unknown;
}

/** Has `onWrite` told of every write that the clients send and AWS accepts; reads only go through the passage. */
export function recordWrites(clients: Clients, passage: Passage, onWrite: (call: WriteCall) => void): void {
  record('s3', clients.s3.middlewareStack);
  record('lambda', clients.lambda.middlewareStack);
  record('iam', clients.iam.middlewareStack);
  record('dynamodb', clients.dynamodb.middlewareStack);
  record('apigateway', clients.apigateway.middlewareStack);
  record('cloudwatch', clients.cloudwatch.middlewareStack);
  record('logs', clients.logs.middlewareStack);
  record('sns', clients.sns.middlewareStack);
  record('sqs', clients.sqs.middlewareStack);

  function record<Input extends object, Output extends object>(
    service: keyof Clients,
    stack: MiddlewareStack<Input, Output>,
  ): void {
    const middleware: InitializeMiddleware<Input, Output> = (next, context) => async (call) => {
      const operation = String(context['commandName']).replace(/Command$/, '');
      const input = fieldsOf(call.input);
      const result = await next({ ...call, input: passage.there(call.input) as Input });
      const output = passage.back(result.output) as Output;
      if (!isRead(operation)) onWrite({ service, operation, input, output: fieldsOf(output) });
      return { ...result, output };
    };
    // After what the SDK itself adds to the input, as it does with a bucket's region.
    stack.add(middleware, { step: 'initialize', priority: 'low', name: 'recordWrites' });
  }
}

/** As it is now: the engine may change its own later. */
function fieldsOf(value: object): Fields {
  return Object.fromEntries(Object.entries(value));
}
