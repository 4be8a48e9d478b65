import { AwsError } from '../aws-error.ts';
import { PolicyFault } from '../iam/policy-fault.ts';
import { checkPolicy } from '../iam/policy-grammar.ts';

export type Attributes = Readonly<Record<string, string>>;

/** What a new queue has unless told otherwise. */
export const defaultAttributes: Attributes = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
};

/** Refuses names and values that SQS does not take, and what this SQS does not have: FIFO queues. */
export function checkAttributes(attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (FIFO.includes(name)) throw unsupported('FIFO queues');
    const check = checks.get(name);
    if (check === undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    if (!check(value)) {
      throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
    }
  }
}

/** The attributes after some were set: an empty text unsets, and only one kind of encryption is left on. */
export function withAttributes(present: Attributes, set: Attributes): Attributes {
  const merged = { ...present, ...set, ...encryptionAfter(set) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Where messages go that were received too often; undefined when they stay. */
export function redrivePolicy({ RedrivePolicy: text = '' }: Attributes): RedrivePolicy | undefined {
  return readRedrive(text);
}

export function unsupported(what: string): AwsError {
  return new AwsError('UnsupportedOperation', `The embedded AWS has no ${what}`);
}

const FIFO = ['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const checks = new Map<string, (value: string) => boolean>(
  Object.entries({
    DelaySeconds: within(0, 900),
    MaximumMessageSize: within(1024, 1_048_576),
    MessageRetentionPeriod: within(60, 1_209_600),
    ReceiveMessageWaitTimeSeconds: within(0, 20),
    VisibilityTimeout: within(0, 43_200),
    KmsDataKeyReusePeriodSeconds: within(60, 86_400),
    KmsMasterKeyId: () => true,
    SqsManagedSseEnabled: (value) => value === 'true' || value === 'false',
    Policy: (value) => value === '' || isPolicy(value),
    RedrivePolicy: (value) => value === '' || readRedrive(value) !== undefined,
    RedriveAllowPolicy: (value) => value === '' || isJsonObject(value),
  }),
);

function within(least: number, most: number): (value: string) => boolean {
  return (value) => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most;
}

function isPolicy(text: string): boolean {
  try {
    checkPolicy(text, 'resource');
    return true;
  } catch (error) {
    if (error instanceof PolicyFault) return false;
    throw error;
  }
}

function readRedrive(text: string): RedrivePolicy | undefined {
  const { deadLetterTargetArn, maxReceiveCount } = asJsonObject(text) ?? {};
  const times = Number(maxReceiveCount);
  const valid = typeof deadLetterTargetArn === 'string' && Number.isInteger(times) && times >= 1;
  return valid && times <= 1000 ? { deadLetterTargetArn, maxReceiveCount: times } : undefined;
}

function isJsonObject(text: string): boolean {
  return asJsonObject(text) !== undefined;
}

function asJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function encryptionAfter(set: Attributes): Attributes {
  if (set['KmsMasterKeyId']) return { SqsManagedSseEnabled: 'false' };
  return set['SqsManagedSseEnabled'] === 'true' ? { KmsMasterKeyId: '' } : {};
}
