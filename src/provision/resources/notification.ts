import type { Event, LambdaFunctionConfiguration } from '@aws-sdk/client-s3';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Obstacle, Resource } from '../engine/resource.ts';
import { absentAs } from '../engine/retry.ts';
import {
  changeTriggers,
  listTriggers,
  overlap,
  readTriggers,
  type Trigger,
  type Triggers,
} from './bucket-triggers.ts';

export interface NotificationSpec {
  readonly bucket: string;
  readonly accountId: string;
  /** Ours among the bucket's triggers. */
  readonly id: string;
  readonly functionArn: string;
}

export interface NotificationLive {
  readonly ours: Trigger | undefined;
  /** To our own function for the same events, under another name: made by hand. Ours takes their place. */
  readonly twins: readonly Trigger[];
  readonly others: readonly Trigger[];
}

type Aws = Pick<Clients, 's3'>;

/** The trigger: every creation and every removal of an object runs the function. Others' are kept. */
export const notification: Resource<Aws, NotificationSpec, NotificationLive> = resourceOf<
  Aws,
  NotificationSpec,
  NotificationLive,
  Triggers
>({
  async observe(aws, spec) {
    const found = await absentAs(['NoSuchBucket'], readTriggers(aws, bucketOf(spec)));
    return found === undefined ? undefined : liveOf(found, spec);
  },

  isThere: ({ ours }) => ours !== undefined,

  create: put,

  asCreated: liveOf,

  aspects: [
    {
      path: 'trigger',
      wanted: (spec) => comparable(wanted(spec)),
      actual: ({ ours }) => ours && comparable(ours),
      write: (aws, spec, _live, control) => put(aws, spec, control),
    },
    {
      path: 'twins',
      wanted: () => [],
      actual: ({ twins }) => twins.map(({ id }) => id),
      write: (aws, spec, _live, control) => put(aws, spec, control),
    },
  ],

  obstacle(spec, { others }): Obstacle | undefined {
    const other = others.find((it) => overlap(it, wanted(spec)));
    if (other === undefined) return undefined;
    return {
      problem: `finds a trigger for the same events on bucket ${spec.bucket}, to ${other.destination}, and S3 allows only one`,
      hint: 'remove that trigger, choose another bucket with --bucket, or do without ours: --trigger none',
    };
  },

  async remove(aws, spec, control) {
    const found = await absentAs(['NoSuchBucket'], readTriggers(aws, bucketOf(spec)));
    if (found === undefined || liveOf(found, spec).ours === undefined) return;
    await changeTriggers(
      aws,
      bucketOf(spec),
      {
        change: (before) => without(before, [spec.id]),
        isDone: (after) => liveOf(after, spec).ours === undefined,
        // Taking ours away must not fail because somebody else's destination is gone.
        validated: false,
      },
      control,
    );
  },
});

/** A trigger on puts alone would lose files that were uploaded in parts. */
const EVENTS: readonly Event[] = ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'];

function bucketOf({ bucket, accountId }: NotificationSpec) {
  return { name: bucket, accountId };
}

function wanted({ id, functionArn }: NotificationSpec): Trigger {
  return { id, kind: 'function', destination: functionArn, events: [...EVENTS], prefix: '', suffix: '' };
}

function liveOf(triggers: Triggers, spec: NotificationSpec): NotificationLive {
  const found = listTriggers(triggers);
  const others = found.filter(({ id }) => id !== spec.id);
  const isTwin = (it: Trigger) => it.destination === spec.functionArn && overlap(it, wanted(spec));
  return {
    ours: found.find(({ id }) => id === spec.id),
    twins: others.filter(isTwin),
    others: others.filter((it) => !isTwin(it)),
  };
}

function comparable({ id: _, kind: __, ...trigger }: Trigger): unknown {
  return trigger;
}

/** Ours as it should be, in one write with the end of its twins, so that no event is lost in between. */
async function put(aws: Aws, spec: NotificationSpec, control: Control): Promise<Triggers> {
  const entry: LambdaFunctionConfiguration = {
    Id: spec.id,
    LambdaFunctionArn: spec.functionArn,
    Events: [...EVENTS],
  };
  return await changeTriggers(
    aws,
    bucketOf(spec),
    {
      change(before) {
        const twins = liveOf(before, spec).twins.map(({ id }) => id);
        const rest = without(before, [spec.id, ...twins]);
        return {
          ...rest,
          LambdaFunctionConfigurations: [...(rest.LambdaFunctionConfigurations ?? []), entry],
        };
      },
      isDone: (after) => liveOf(after, spec).ours !== undefined,
      validated: true,
    },
    control,
  );
}

function without(triggers: Triggers, ids: readonly string[]): Triggers {
  const kept = (triggers.LambdaFunctionConfigurations ?? []).filter(({ Id = '' }) => !ids.includes(Id));
  return { ...triggers, LambdaFunctionConfigurations: kept };
}
