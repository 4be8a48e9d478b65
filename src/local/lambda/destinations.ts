import { AwsError } from '../aws-error.ts';
import type { FunctionInvoker, QueueSink, TopicPublisher } from '../internal.ts';
import { invalidParameter } from './lambda-error.ts';

/** Sends a record to a queue, a topic or another function; false when that is not there or refuses it. */
export type Deliver = (targetArn: string, body: string) => Promise<boolean>;

export function createDeliver(
  queues: QueueSink,
  topics: TopicPublisher,
  invokeAsync: FunctionInvoker['invokeAsync'],
): Deliver {
  return async (targetArn, body) => {
    const service = serviceOf(targetArn);
    try {
      if (service === 'sqs') return await queues.send(targetArn, body);
      if (service === 'sns') return await topics.publish(targetArn, '', body);
      await invokeAsync(targetArn, body);
      return true;
    } catch (error) {
      if (error instanceof AwsError) return false;
      throw error;
    }
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
