import type { NotificationConfiguration } from '@aws-sdk/client-s3';

/** Where a trigger of a bucket leads. */
export interface Destination {
  /** Of a function, a queue or a topic. */
  readonly arn: string;
  readonly events: readonly string[];
}

/** Where the triggers of a bucket lead, of whatever kind. */
export function destinationsOf(triggers: NotificationConfiguration): Destination[] {
  return [
    ...(triggers.LambdaFunctionConfigurations ?? []).map((it) => ({ ...it, arn: it.LambdaFunctionArn })),
    ...(triggers.QueueConfigurations ?? []).map((it) => ({ ...it, arn: it.QueueArn })),
    ...(triggers.TopicConfigurations ?? []).map((it) => ({ ...it, arn: it.TopicArn })),
  ].map(({ arn = '', Events = [] }) => ({ arn, events: Events }));
}

/** The name in a function's ARN, which may end with a version or an alias; undefined when it is another thing's. */
export function functionNameOf(arn: string): string | undefined {
  return /^arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(arn)?.[1];
}
