import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Clients } from '../../clients.ts';
import { waitFor } from '../../wait.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs, named, queueDeletedRecently, retrying } from '../engine/retry.ts';

export interface FailureQueueSpec {
  readonly name: string;
  readonly tags: Tags;
  /** 14 days is SQS's most. */
  readonly retentionSeconds: number;
}

export interface FailureQueueLive {
  readonly url: string;
  readonly tags: Tags;
  readonly retentionSeconds: number;
  readonly encrypted: boolean;
  readonly waitingMessages: number;
}

type Aws = Pick<Clients, 'sqs'>;

/** Where events end up that the function failed on for good. */
export const failureQueue: Resource<Aws, FailureQueueSpec, FailureQueueLive> = resourceOf<
  Aws,
  FailureQueueSpec,
  FailureQueueLive
>({
  async observe({ sqs }, { name }) {
    const url = await failureQueueUrl({ sqs }, name);
    if (url === undefined) return undefined;
    const [attributes, tags] = await Promise.all([
      sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] })),
      sqs.send(new ListQueueTagsCommand({ QueueUrl: url })),
    ]);
    const found: Readonly<Record<string, string>> = attributes.Attributes ?? {};
    return {
      url,
      tags: tags.Tags ?? {},
      retentionSeconds: Number(found['MessageRetentionPeriod']),
      encrypted: found['SqsManagedSseEnabled'] === 'true' || found['KmsMasterKeyId'] !== undefined,
      waitingMessages: Number(found['ApproximateNumberOfMessages'] ?? 0),
    };
  },

  create: ({ sqs }, spec, control) =>
    retrying(
      control,
      { what: `the name of the deleted queue ${spec.name} to be free again`, timeoutSeconds: 90 },
      queueDeletedRecently,
      () =>
        sqs.send(
          new CreateQueueCommand({
            QueueName: spec.name,
            Attributes: {
              MessageRetentionPeriod: String(spec.retentionSeconds),
              SqsManagedSseEnabled: 'true',
            },
            tags: { ...spec.tags },
          }),
        ),
    ),

  aspects: [
    {
      path: 'retentionSeconds',
      wanted: (spec) => spec.retentionSeconds,
      actual: (live) => live.retentionSeconds,
      write: ({ sqs }, { retentionSeconds }, { url }) =>
        sqs.send(
          new SetQueueAttributesCommand({
            QueueUrl: url,
            Attributes: { MessageRetentionPeriod: String(retentionSeconds) },
          }),
        ),
    },
    {
      path: 'encrypted',
      wanted: () => true,
      actual: (live) => live.encrypted,
      write: ({ sqs }, _spec, { url }) =>
        sqs.send(
          new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { SqsManagedSseEnabled: 'true' } }),
        ),
    },
  ],

  async remove({ sqs }, { name }, control) {
    const url = await failureQueueUrl({ sqs }, name);
    if (url === undefined) return;
    await absentAs(missing, sqs.send(new DeleteQueueCommand({ QueueUrl: url })));
    const wait = { what: `queue ${name} to be gone`, timeoutSeconds: 120 };
    await waitFor(control, wait, async () =>
      (await failureQueueUrl({ sqs }, name)) === undefined ? true : undefined,
    );
  },

  existsAlready: named('QueueNameExists', 'QueueAlreadyExists'),
  tags: (live) => live.tags,
  health: ({ waitingMessages }) => ({
    ok: waitingMessages === 0,
    text: waitingMessages === 0 ? 'empty' : `${waitingMessages} failed events`,
  }),
});

const missing = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

export async function failureQueueUrl({ sqs }: Aws, name: string): Promise<string | undefined> {
  return (await absentAs(missing, sqs.send(new GetQueueUrlCommand({ QueueName: name }))))?.QueueUrl;
}
