import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  TABLE_KEY,
  TIME_INDEX,
  TIME_INDEX_PARTITION,
  TIME_INDEX_SORT,
  TTL_ATTRIBUTE,
} from '../../../handler/record.ts';
import type { Clients } from '../../clients.ts';
import { FilepipeError } from '../../errors.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs } from '../engine/retry.ts';
import { tagList, tagsOf } from '../ownership.ts';
import {
  describeTable,
  noSuchTable,
  untilTableActive,
  untilTableGone,
  updateTable,
  whenTableIsFree,
} from './table-changes.ts';

export interface TableSpec {
  readonly name: string;
  readonly arn: string;
  readonly tags: Tags;
}

export interface TableLive {
  readonly tags: Tags;
  readonly status: string | undefined;
  readonly key: string | undefined;
  readonly billingMode: string | undefined;
  readonly deletionProtection: boolean;
  /** Whether the time index is there, whatever else is. */
  readonly timeIndex: boolean;
  readonly pointInTimeRecovery: boolean;
  readonly ttlAttribute: string | undefined;
}

type Aws = Pick<Clients, 'dynamodb'>;

/** The metadata table: on demand, recoverable, protected against deletion, encrypted as AWS always does. */
export const table: Resource<Aws, TableSpec, TableLive> = resourceOf<Aws, TableSpec, TableLive>({
  async observe({ dynamodb }, { name, arn }) {
    const described = await describeTable({ dynamodb }, name);
    if (described === undefined) return undefined;
    const [tags, backups, ttl] = await Promise.all([
      dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn })),
      // Not known yet while the table is being created.
      absentAs(
        ['TableNotFoundException'],
        dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: name })),
      ),
      dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name })),
    ]);
    const recovery = backups?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    const { TimeToLiveStatus = '', AttributeName } = ttl.TimeToLiveDescription ?? {};
    return {
      tags: tagsOf(tags.Tags),
      status: described.TableStatus,
      key: described.KeySchema?.map(({ AttributeName }) => AttributeName).join(', '),
      billingMode: described.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
      deletionProtection: described.DeletionProtectionEnabled ?? false,
      timeIndex: (described.GlobalSecondaryIndexes ?? []).some(({ IndexName }) => IndexName === TIME_INDEX),
      pointInTimeRecovery: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
      // A change takes up to an hour, and a second one within it is refused.
      ttlAttribute: ['ENABLED', 'ENABLING'].includes(TimeToLiveStatus) ? AttributeName : undefined,
    };
  },

  async create({ dynamodb }, spec, control) {
    await dynamodb.send(
      new CreateTableCommand({
        TableName: spec.name,
        KeySchema: [{ AttributeName: TABLE_KEY, KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: TABLE_KEY, AttributeType: 'S' }, ...indexAttributes],
        GlobalSecondaryIndexes: [timeIndex],
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        Tags: tagList(spec.tags),
      }),
    );
    await untilTableActive({ dynamodb }, spec.name, control);
  },

  aspects: [
    {
      // An interrupted setup may have left it CREATING.
      path: 'status',
      wanted: () => 'ACTIVE',
      actual: (live) => live.status,
      write: (aws, spec, _live, control) => untilTableActive(aws, spec.name, control),
    },
    {
      path: 'key',
      wanted: () => TABLE_KEY,
      actual: (live) => live.key,
      async write(_aws, spec, live) {
        throw new FilepipeError(
          `table ${spec.name} has the key ${live.key}, and a table's key cannot be changed`,
          {
            hint: `choose another table with --table, filepipe needs the key ${TABLE_KEY}`,
          },
        );
      },
    },
    {
      path: 'billingMode',
      wanted: () => 'PAY_PER_REQUEST',
      actual: (live) => live.billingMode,
      write: (aws, spec, _live, control) =>
        updateTable(aws, spec.name, control, { BillingMode: 'PAY_PER_REQUEST' }),
    },
    {
      path: 'timeIndex',
      wanted: () => true,
      actual: (live) => live.timeIndex,
      write: (aws, spec, _live, control) =>
        updateTable(aws, spec.name, control, {
          AttributeDefinitions: [{ AttributeName: TABLE_KEY, AttributeType: 'S' }, ...indexAttributes],
          GlobalSecondaryIndexUpdates: [{ Create: timeIndex }],
        }),
    },
    {
      path: 'deletionProtection',
      wanted: () => true,
      actual: (live) => live.deletionProtection,
      write: (aws, spec, _live, control) =>
        updateTable(aws, spec.name, control, { DeletionProtectionEnabled: true }),
    },
    {
      path: 'ttlAttribute',
      wanted: () => TTL_ATTRIBUTE,
      actual: (live) => live.ttlAttribute,
      write: ({ dynamodb }, spec, _live, control) =>
        whenTableIsFree(control, spec.name, () =>
          dynamodb.send(
            new UpdateTimeToLiveCommand({
              TableName: spec.name,
              TimeToLiveSpecification: { Enabled: true, AttributeName: TTL_ATTRIBUTE },
            }),
          ),
        ),
    },
    {
      path: 'pointInTimeRecovery',
      wanted: () => true,
      actual: (live) => live.pointInTimeRecovery,
      write: ({ dynamodb }, spec, _live, control) =>
        whenTableIsFree(control, spec.name, () =>
          dynamodb.send(
            new UpdateContinuousBackupsCommand({
              TableName: spec.name,
              PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            }),
          ),
        ),
    },
  ],

  async remove({ dynamodb }, spec, control) {
    const found = await describeTable({ dynamodb }, spec.name);
    if (found === undefined) return;
    if (found.DeletionProtectionEnabled) {
      await updateTable({ dynamodb }, spec.name, control, { DeletionProtectionEnabled: false });
    }
    await whenTableIsFree(control, spec.name, () =>
      absentAs(noSuchTable, dynamodb.send(new DeleteTableCommand({ TableName: spec.name }))),
    );
    await untilTableGone({ dynamodb }, spec.name, control);
  },

  tags: (live) => live.tags,
  health: ({ status = 'unknown' }) => ({ ok: status === 'ACTIVE', text: status }),
});

const indexAttributes = [
  { AttributeName: TIME_INDEX_PARTITION, AttributeType: 'S' as const },
  { AttributeName: TIME_INDEX_SORT, AttributeType: 'S' as const },
];

const timeIndex = {
  IndexName: TIME_INDEX,
  KeySchema: [
    { AttributeName: TIME_INDEX_PARTITION, KeyType: 'HASH' as const },
    { AttributeName: TIME_INDEX_SORT, KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'ALL' as const },
};
