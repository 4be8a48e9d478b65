import { AwsError } from '../../aws-error.ts';
import { ACCOUNT_ID } from '../../credentials.ts';
import type { Bucket } from '../buckets.ts';
import { bucketArn } from './happening.ts';
import { type Destinations, SUBJECT } from './outbox.ts';
import type { Rule } from './rules.ts';

/**
 * Makes sure that every rule's destination would take this bucket's events: functions are asked about
 * their policy, queues and topics get the message that S3 tests them with.
 */
export async function checkDestinations(
  rules: readonly Rule[],
  bucket: Bucket,
  destinations: Destinations,
  request: { readonly requestId: string; readonly time: number },
): Promise<void> {
  const test = JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(request.time).toISOString(),
    Bucket: bucket.name,
    RequestId: request.requestId,
    HostId: 'local',
  });
  const refusals: Refusal[] = [];
  for (const rule of rules) {
    const reason = await refusal(rule, bucket, destinations, test);
    if (reason !== undefined) refusals.push({ name: `${rule.arn}, null`, value: reason });
  }
  if (refusals.length > 0) throw unableToValidate(refusals);
}

interface Refusal {
  readonly name: string;
  readonly value: string;
}

async function refusal(
  { kind, arn }: Rule,
  bucket: Bucket,
  { functions, queues, topics }: Destinations,
  test: string,
): Promise<string | undefined> {
  if (kind === 'function') {
    const allowed = functions.mayInvoke(arn, 's3.amazonaws.com', bucketArn(bucket.name), ACCOUNT_ID);
    return allowed ? undefined : `Not authorized to invoke function [${arn}]`;
  }
  const there = kind === 'queue' ? await queues.send(arn, test) : await topics.publish(arn, SUBJECT, test);
  return there ? undefined : `The destination ${kind} does not exist`;
}

function unableToValidate(refusals: readonly Refusal[]): AwsError {
  const fields = refusals.flatMap(({ name, value }, i) => [
    [`ArgumentName${i + 1}`, name],
    [`ArgumentValue${i + 1}`, value],
  ]);
  return new AwsError('InvalidArgument', 'Unable to validate the following destination configurations', {
    status: 400,
    fields: Object.fromEntries(fields),
  });
}
