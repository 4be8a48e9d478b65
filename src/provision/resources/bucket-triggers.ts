import { isDeepStrictEqual } from 'node:util';
import {
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { waitFor } from '../../wait.ts';
import { bucketBusy, destinationNotValidated, retrying } from '../engine/retry.ts';
import { ownedBucket } from './bucket-aspects.ts';

/** All triggers of a bucket, whoever's they are: S3 keeps them in one document. */
export type Triggers = NotificationConfiguration;

/** One trigger, whatever kind of thing it leads to. */
export interface Trigger {
  readonly id: string;
  readonly kind: 'function' | 'queue' | 'topic';
  /** ARN of what it leads to. */
  readonly destination: string;
  readonly events: readonly string[];
  /** What the names of the objects begin and end with; empty when any will do. */
  readonly prefix: string;
  readonly suffix: string;
}

type Aws = Pick<Clients, 's3'>;
type Bucket = { readonly name: string; readonly accountId: string };

export async function readTriggers({ s3 }: Aws, bucket: Bucket): Promise<Triggers> {
  const command = new GetBucketNotificationConfigurationCommand(ownedBucket(bucket));
  const { $metadata: _, ...found } = await s3.send(command);
  return found;
}

export interface TriggerChange {
  /** The document as it is to be, made from how it is. */
  readonly change: (before: Triggers) => Triggers;
  /** Whether the change can be seen, in a document that others may have changed since. */
  readonly isDone: (after: Triggers) => boolean;
  /** S3 asks every destination whether it may be used; not when a trigger only goes away. */
  readonly validated: boolean;
}

/**
 * Replaces the bucket's document by a changed one and returns it as S3 then shows it. S3 knows no condition for
 * that, so the document is read directly before each attempt: only what others change between these two calls is
 * lost, and what was there before is kept by `control.keep`.
 */
export async function changeTriggers(
  aws: Aws,
  bucket: Bucket,
  { change, isDone, validated }: TriggerChange,
  control: Control,
): Promise<Triggers> {
  let kept: Triggers = {};
  const write = async () => {
    const current = await readTriggers(aws, bucket);
    if (!sameTriggers(current, kept)) {
      await control.keep?.({ kind: 'triggers', of: bucket.name, content: current });
      kept = current;
    }
    const put = new PutBucketNotificationConfigurationCommand({
      ...ownedBucket(bucket),
      NotificationConfiguration: change(current),
      SkipDestinationValidation: !validated,
    });
    await aws.s3.send(put);
  };
  await retrying(control, acceptance(bucket), notYet, write);
  const wait = { what: `bucket ${bucket.name} to show its changed triggers`, timeoutSeconds: 60 };
  let written = control.now();
  return await waitFor(control, wait, async () => {
    const after = await readTriggers(aws, bucket);
    if (isDone(after)) return after;
    // By now it is no late answer: somebody has written over it.
    if (control.now() - written > OVERWRITTEN_SECONDS * 1000) {
      await write();
      written = control.now();
    }
    return undefined;
  });
}

/** Every trigger of the document; EventBridge, which has no entries, is not among them. */
export function listTriggers(triggers: Triggers): Trigger[] {
  const { LambdaFunctionConfigurations = [], QueueConfigurations = [], TopicConfigurations = [] } = triggers;
  return [
    ...LambdaFunctionConfigurations.map((it) => trigger('function', it.LambdaFunctionArn, it)),
    ...QueueConfigurations.map((it) => trigger('queue', it.QueueArn, it)),
    ...TopicConfigurations.map((it) => trigger('topic', it.TopicArn, it)),
  ];
}

/** Whether two documents say the same: the order of triggers and events means nothing. */
export function sameTriggers(one: Triggers, other: Triggers): boolean {
  return isDeepStrictEqual(comparable(one), comparable(other));
}

/** Whether S3 would refuse the two in one document: it lets no object's event lead to two places by itself. */
export function overlap(one: Omit<Trigger, 'id'>, other: Omit<Trigger, 'id'>): boolean {
  return (
    one.events.some((event) => other.events.some((otherEvent) => sameEvent(event, otherEvent))) &&
    (one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix)) &&
    (one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix))
  );
}

type Entry = NonNullable<Triggers['LambdaFunctionConfigurations']>[number] | QueueEntry | TopicEntry;
type QueueEntry = NonNullable<Triggers['QueueConfigurations']>[number];
type TopicEntry = NonNullable<Triggers['TopicConfigurations']>[number];

function trigger(kind: Trigger['kind'], destination = '', { Id = '', Events = [], Filter }: Entry): Trigger {
  // S3 gives the names back capitalised.
  const value = (name: string) =>
    Filter?.Key?.FilterRules?.find((rule) => rule.Name?.toLowerCase() === name)?.Value ?? '';
  return {
    id: Id,
    kind,
    destination,
    events: Events.toSorted(),
    prefix: value('prefix'),
    suffix: value('suffix'),
  };
}

function comparable(triggers: Triggers): unknown {
  return {
    triggers: listTriggers(triggers).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    eventBridge: triggers.EventBridgeConfiguration !== undefined,
  };
}

/** `s3:ObjectCreated:*` is all of `s3:ObjectCreated:Put` and its like. */
function sameEvent(one: string, other: string): boolean {
  const [kind, name] = split(one);
  const [otherKind, otherName] = split(other);
  return kind === otherKind && (name === otherName || name === '*' || otherName === '*');
}

function split(event: string): [kind: string, name: string] {
  const at = event.lastIndexOf(':');
  return [event.slice(0, at), event.slice(at + 1)];
}

function notYet(error: unknown): boolean {
  return destinationNotValidated(error) || bucketBusy(error);
}

const OVERWRITTEN_SECONDS = 5;

function acceptance({ name }: Bucket) {
  return {
    what: `S3 to accept the trigger on bucket ${name}`,
    timeoutSeconds: 90,
    maxDelaySeconds: 2,
    hint: `S3 checks every trigger of the bucket: look for one whose function or queue is gone: filepipe triggers show`,
  };
}
