import type { Need } from '../access/need.ts';
import { AwsError } from '../aws-error.ts';
import type { FunctionInvoker, Permissions, QueueSink, TopicPublisher } from '../internal.ts';
import { invalidParameter } from './lambda-error.ts';

/**
 * Sends a record, as a role, to a queue, a topic or another function; false when that is not there or
 * refuses it, or the role may not.
 */
export type Deliver = (roleArn: string, targetArn: string, body: string) => Promise<boolean>;

interface Targets {
  readonly queues: QueueSink;
  readonly topics: TopicPublisher;
  readonly invokeAsync: FunctionInvoker['invokeAsync'];
  readonly permissions: Permissions;
}

export function createDeliver({ queues, topics, invokeAsync, permissions }: Targets): Deliver {
  return async (roleArn, targetArn, body) => {
    if (!permissions.roleMay(roleArn, delivering(targetArn))) return false;
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

/** Refuses a destination that the function's role may not send to. */
export function checkDelivery(permissions: Permissions, roleArn: string, targetArn: string): void {
  const need = delivering(targetArn);
  if (permissions.roleMay(roleArn, need)) return;
  const [, call] = need.action.split(':');
  throw invalidParameter(
    `The function's execution role does not have permissions to call ${call} on ${targetArn}`,
  );
}

function delivering(targetArn: string): Need {
  const action = { sqs: 'sqs:SendMessage', sns: 'sns:Publish' }[serviceOf(targetArn)];
  return { action: action ?? 'lambda:InvokeFunction', resource: targetArn };
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
