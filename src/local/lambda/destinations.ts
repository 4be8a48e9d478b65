import type { FunctionInvoker, QueueSink, TopicPublisher } from '../internal.ts';
import { invalidParameter } from './lambda-error.ts';

/** Sends a record to a queue, a topic or another function; false when that is not there. */
export type Deliver = (targetArn: string, body: string) => Promise<boolean>;

export function createDeliver(
  queues: QueueSink,
  topics: TopicPublisher,
  invokeAsync: FunctionInvoker['invokeAsync'],
): Deliver {
  return async (targetArn, body) => {
    const service = serviceOf(targetArn);
    if (service === 'sqs') return queues.send(targetArn, body);
    if (service === 'sns') return topics.publish(targetArn, '', body);
    return invokeAsync(targetArn, body).then(
      () => true,
      () => false,
    );
  };
}

/** Refuses a destination of a kind that nothing is delivered to. */
export function checkDestination(targetArn: string): void {
  if (['sqs', 'sns', 'lambda'].includes(serviceOf(targetArn)) && !targetArn.endsWith('.fifo')) return;
  throw invalidParameter(
    `The destination ARN ${targetArn} is not supported: use an SQS standard queue, an SNS standard topic or a Lambda function`,
  );
}

function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}
