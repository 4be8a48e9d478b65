import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs, changedConcurrently, named, retrying } from '../engine/retry.ts';

export interface LogGroupSpec {
  readonly name: string;
  /** Without `:*`: tags want it so. */
  readonly arn: string;
  readonly tags: Tags;
  readonly retentionDays: number;
}

export interface LogGroupLive {
  readonly tags: Tags;
  /** Undefined: kept forever. */
  readonly retentionDays: number | undefined;
}

type Aws = Pick<Clients, 'logs'>;

/** The function's log group, made before the function so that its lines expire from the first one on. */
export const logGroup: Resource<Aws, LogGroupSpec, LogGroupLive> = resourceOf<
  Aws,
  LogGroupSpec,
  LogGroupLive
>({
  async observe({ logs }, { name, arn }) {
    const pages = paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix: name });
    for await (const { logGroups = [] } of pages) {
      const found = logGroups.find(({ logGroupName }) => logGroupName === name);
      if (found === undefined) continue;
      const { tags = {} } = await logs.send(new ListTagsForResourceCommand({ resourceArn: arn }));
      return { tags, retentionDays: found.retentionInDays };
    }
    return undefined;
  },

  create: ({ logs }, { name, tags }, control) =>
    patiently(control, name, () => logs.send(new CreateLogGroupCommand({ logGroupName: name, tags }))),

  aspects: [
    {
      path: 'retentionDays',
      wanted: (spec) => spec.retentionDays,
      actual: (live) => live.retentionDays,
      write: ({ logs }, { name, retentionDays }, _live, control) =>
        patiently(control, name, () =>
          logs.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: retentionDays })),
        ),
    },
  ],

  async remove({ logs }, { name }, control) {
    await patiently(control, name, () =>
      absentAs(['ResourceNotFoundException'], logs.send(new DeleteLogGroupCommand({ logGroupName: name }))),
    );
  },

  existsAlready: named('ResourceAlreadyExistsException'),
  tags: (live) => live.tags,
});

function patiently<T>(control: Control, name: string, call: () => Promise<T>): Promise<T> {
  const wait = { what: `a change to log group ${name} to be accepted`, timeoutSeconds: 60 };
  return retrying(control, wait, changedConcurrently, call);
}
