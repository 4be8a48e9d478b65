import { isDeepStrictEqual } from 'node:util';
import {
  GetBucketNotificationConfigurationCommand,
  type LambdaFunctionConfiguration,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { FilepipeError } from '../../errors.ts';
import { waitFor } from '../../wait.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource } from '../engine/resource.ts';
import { absentAs, bucketBusy, destinationNotValidated, retrying } from '../engine/retry.ts';
import { ownedBucket } from './bucket-aspects.ts';

export interface NotificationSpec {
  readonly bucket: string;
  readonly accountId: string;
  /** Ours among the bucket's triggers. */
  readonly id: string;
  readonly functionArn: string;
}

export interface NotificationLive {
  readonly ours: LambdaFunctionConfiguration;
}

type Aws = Pick<Clients, 's3'>;

/**
 * The trigger: every creation and every removal of an object runs the function. S3 keeps all triggers of a
 * bucket in one document, so it is read, changed in our entry alone, written and read back.
 */
export const notification: Resource<Aws, NotificationSpec, NotificationLive> = resourceOf<
  Aws,
  NotificationSpec,
  NotificationLive
>({
  async observe(aws, spec) {
    const found = await absentAs(['NoSuchBucket'], readTriggers(aws, spec));
    const ours = found?.LambdaFunctionConfigurations?.find(({ Id }) => Id === spec.id);
    return ours === undefined ? undefined : { ours };
  },

  create: (aws, spec, control) => change(aws, spec, control, [trigger(spec)]),

  aspects: [
    {
      path: 'trigger',
      wanted: (spec) => comparable(trigger(spec)),
      actual: (live) => comparable(live.ours),
      write: (aws, spec, _live, control) => change(aws, spec, control, [trigger(spec)]),
    },
  ],

  async remove(aws, spec, control) {
    const found = await absentAs(['NoSuchBucket'], readTriggers(aws, spec));
    if (found?.LambdaFunctionConfigurations?.some(({ Id }) => Id === spec.id))
      await change(aws, spec, control, []);
  },
});

/** A trigger on puts alone would lose files that were uploaded in parts. */
const events = ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] as const;

function trigger(spec: NotificationSpec): LambdaFunctionConfiguration {
  return { Id: spec.id, LambdaFunctionArn: spec.functionArn, Events: [...events] };
}

function comparable({ LambdaFunctionArn, Events = [], Filter }: LambdaFunctionConfiguration): unknown {
  const rules = Filter?.Key?.FilterRules ?? [];
  return {
    functionArn: LambdaFunctionArn,
    events: Events.toSorted(),
    filter: rules.length === 0 ? undefined : rules,
  };
}

/** Our entry replaced by `ours`, everything else as it was. */
async function change(
  aws: Aws,
  spec: NotificationSpec,
  control: Control,
  ours: LambdaFunctionConfiguration[],
): Promise<void> {
  const before = await readTriggers(aws, spec);
  const others = (before.LambdaFunctionConfigurations ?? []).filter(({ Id }) => Id !== spec.id);
  if (ours.length > 0) refuseOverlap(spec, { ...before, LambdaFunctionConfigurations: others });
  const after = { ...before, LambdaFunctionConfigurations: [...others, ...ours] };
  const put = new PutBucketNotificationConfigurationCommand({
    ...ownedBucket({ name: spec.bucket, accountId: spec.accountId }),
    NotificationConfiguration: after,
    // Taking ours away must not fail because somebody else's destination is gone.
    SkipDestinationValidation: ours.length === 0,
  });
  await retrying(control, validation(spec), notYet, () => aws.s3.send(put));
  const wait = { what: `bucket ${spec.bucket} to show its changed triggers`, timeoutSeconds: 60 };
  await waitFor(control, wait, async () =>
    sameTriggers(await readTriggers(aws, spec), after) ? true : undefined,
  );
}

async function readTriggers({ s3 }: Aws, spec: NotificationSpec): Promise<NotificationConfiguration> {
  const owned = ownedBucket({ name: spec.bucket, accountId: spec.accountId });
  const { $metadata: _, ...found } = await s3.send(new GetBucketNotificationConfigurationCommand(owned));
  return found;
}

function notYet(error: unknown): boolean {
  return destinationNotValidated(error) || bucketBusy(error);
}

function validation(spec: NotificationSpec) {
  return {
    what: `S3 to accept the trigger on bucket ${spec.bucket}`,
    timeoutSeconds: 90,
    hint: 'S3 checks every trigger of the bucket: look for one whose function or queue is gone',
  };
}

/** S3 would refuse it too, without saying whose the other trigger is. */
function refuseOverlap(spec: NotificationSpec, others: NotificationConfiguration): void {
  const owner = destinations(others).find((it) => it.events.some(overlaps));
  if (owner === undefined) return;
  throw new FilepipeError(
    `bucket ${spec.bucket} has a trigger already for the same events, to ${owner.arn}, and S3 allows only one`,
    { hint: 'remove that trigger, or choose another bucket with --bucket' },
  );
}

function overlaps(event: string): boolean {
  return events.some((ours) => event.startsWith(ours.slice(0, -1)));
}

function destinations(triggers: NotificationConfiguration) {
  return [
    ...(triggers.LambdaFunctionConfigurations ?? []).map((it) => ({ ...it, arn: it.LambdaFunctionArn })),
    ...(triggers.QueueConfigurations ?? []).map((it) => ({ ...it, arn: it.QueueArn })),
    ...(triggers.TopicConfigurations ?? []).map((it) => ({ ...it, arn: it.TopicArn })),
  ].map(({ arn, Events = [] }) => ({ arn, events: Events }));
}

function sameTriggers(one: NotificationConfiguration, other: NotificationConfiguration): boolean {
  return isDeepStrictEqual(byId(one), byId(other));
}

/** The order of triggers and events means nothing, and S3 does not promise to keep it. */
function byId(triggers: NotificationConfiguration): unknown {
  const sorted = <T extends { Id?: string | undefined; Events?: string[] | undefined }>(list: T[] = []) =>
    list
      .map((it) => ({ ...it, Events: it.Events?.toSorted() }))
      .toSorted((a, b) => ((a.Id ?? '') < (b.Id ?? '') ? -1 : 1));
  return {
    functions: sorted(triggers.LambdaFunctionConfigurations),
    queues: sorted(triggers.QueueConfigurations),
    topics: sorted(triggers.TopicConfigurations),
    eventBridge: triggers.EventBridgeConfiguration !== undefined,
  };
}
