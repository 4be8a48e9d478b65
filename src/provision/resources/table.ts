import { isDeepStrictEqual } from 'node:util';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { TABLE_KEY, TIME_INDEX, TTL_ATTRIBUTE } from '../../../handler/record.ts';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { FilepipeError } from '../../errors.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs, named, ttlAlreadySet, ttlChangedRecently, unlessThere } from '../engine/retry.ts';
import { tagList, tagsOf } from '../ownership.ts';
import {
  describeTable,
  noSuchTable,
  untilTableActive,
  untilTableGone,
  updateTable,
  whenTableIsFree,
} from './table-changes.ts';
import {
  keyAttributes,
  keyText,
  type TimeIndex,
  timeIndex,
  timeIndexOf,
  wantedKey,
  wantedTimeIndex,
} from './table-key.ts';

export interface TableSpec {
  readonly name: string;
  readonly arn: string;
  readonly tags: Tags;
}

export interface TableLive {
  readonly tags: Tags;
  readonly status: string | undefined;
  /** As `filename S`. */
  readonly key: string;
  readonly billingMode: string | undefined;
  readonly deletionProtection: boolean;
  /** Undefined when there is none. */
  readonly timeIndex: TimeIndex | undefined;
  readonly pointInTimeRecovery: boolean;
  readonly ttlAttribute: string | undefined;
}

type Aws = Pick<Clients, 'dynamodb'>;

/** The metadata table: on demand, recoverable, protected against deletion, encrypted as AWS always does. */
export const table: Resource<Aws, TableSpec, TableLive> = resourceOf<
  Aws,
  TableSpec,
  TableLive,
  TableDescription
>({
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
      // Refused while the table is being created or deleted.
      absentAs(['ValidationException'], dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name }))),
    ]);
    const recovery = backups?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    const { TimeToLiveStatus = '', AttributeName } = ttl?.TimeToLiveDescription ?? {};
    return liveOf(described, {
      tags: tagsOf(tags.Tags),
      pointInTimeRecovery: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
      // A change takes up to an hour, and a second one within it is refused.
      ttlAttribute: ['ENABLED', 'ENABLING'].includes(TimeToLiveStatus) ? AttributeName : undefined,
    });
  },

  async create({ dynamodb }, spec, control) {
    await dynamodb.send(
      new CreateTableCommand({
        TableName: spec.name,
        KeySchema: [{ AttributeName: TABLE_KEY, KeyType: 'HASH' }],
        AttributeDefinitions: keyAttributes,
        GlobalSecondaryIndexes: [timeIndex],
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        Tags: tagList(spec.tags),
      }),
    );
    return await untilTableActive({ dynamodb }, spec.name, control);
  },

  // These cannot be had with the creation.
  asCreated: (described, { tags }) =>
    liveOf(described, { tags, pointInTimeRecovery: false, ttlAttribute: undefined }),

  aspects: [
    {
      // An interrupted setup may have left it CREATING.
      path: 'status',
      wanted: () => 'ACTIVE',
      actual: (live) => live.status,
      write: (aws, spec, _live, control) => untilTableActive(aws, spec.name, control),
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
      wanted: () => wantedTimeIndex,
      actual: (live) => live.timeIndex,
      write: (aws, spec, _live, control) =>
        updateTable(aws, spec.name, control, {
          AttributeDefinitions: keyAttributes,
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
    {
      // Last, since a second change within the hour has to wait for it.
      path: 'ttlAttribute',
      wanted: () => TTL_ATTRIBUTE,
      actual: (live) => live.ttlAttribute,
      write: (aws, { name }, _live, control) => enableTtl(aws, name, control),
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

  obstacle({ name }, { key, timeIndex: index }) {
    if (key !== wantedKey) {
      return {
        problem: `has the key ${key}, and a table's key cannot be changed`,
        hint: `choose another table with --table: filepipe needs the key ${wantedKey}`,
      };
    }
    if (index === undefined || isDeepStrictEqual(index, wantedTimeIndex)) return undefined;
    return {
      problem: `has an index ${TIME_INDEX} of another kind (${index.key}, ${index.projection}), and an index cannot be changed`,
      hint: `delete that index, so that setup can make it anew: aws dynamodb update-table --table-name ${name} --global-secondary-index-updates '[{"Delete":{"IndexName":"${TIME_INDEX}"}}]'`,
    };
  },

  existsAlready: named('ResourceInUseException'),
  tags: (live) => live.tags,
  health: ({ status = 'unknown' }) => ({ ok: status === 'ACTIVE', text: status }),
});

function liveOf(
  described: TableDescription,
  elsewhere: Pick<TableLive, 'tags' | 'pointInTimeRecovery' | 'ttlAttribute'>,
): TableLive {
  return {
    status: described.TableStatus,
    key: keyText(described.KeySchema, described.AttributeDefinitions),
    billingMode: described.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
    deletionProtection: described.DeletionProtectionEnabled ?? false,
    timeIndex: timeIndexOf(described),
    ...elsewhere,
  };
}

async function enableTtl({ dynamodb }: Aws, name: string, control: Control): Promise<void> {
  const command = new UpdateTimeToLiveCommand({
    TableName: name,
    TimeToLiveSpecification: { Enabled: true, AttributeName: TTL_ATTRIBUTE },
  });
  try {
    await whenTableIsFree(control, name, () => unlessThere(ttlAlreadySet, dynamodb.send(command)));
  } catch (cause) {
    if (!ttlChangedRecently(cause)) throw cause;
    throw new FilepipeError(`its TTL was changed within the last hour, and DynamoDB takes no other change`, {
      hint: 'in an hour, run filepipe setup again',
      cause,
    });
  }
}
