import type * as sdk from '@aws-sdk/client-dynamodb';
import type { Need } from '../access/need.ts';
import { ACCOUNT_ID, PARTITION, REGION } from '../credentials.ts';
import type { AccessTable } from '../service.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const dynamoDbAccess: AccessTable<typeof sdk> = {
  getItem: onTable('GetItem'),
  putItem: onTable('PutItem'),
  updateItem: onTable('UpdateItem'),
  deleteItem: onTable('DeleteItem'),
  query: onTableOrIndex('Query'),
  scan: onTableOrIndex('Scan'),
  batchGetItem: ({ RequestItems }) => onTables('BatchGetItem', RequestItems),
  batchWriteItem: ({ RequestItems }) => onTables('BatchWriteItem', RequestItems),
  // There are no transaction rights: each part needs that of its own operation.
  transactGetItems: ({ TransactItems }) => TransactItems.flatMap(({ Get }) => part('GetItem', Get)),
  transactWriteItems: ({ TransactItems }) =>
    TransactItems.flatMap(({ Put, Update, Delete, ConditionCheck }) => [
      ...part('PutItem', Put),
      ...part('UpdateItem', Update),
      ...part('DeleteItem', Delete),
      ...part('ConditionCheckItem', ConditionCheck),
    ]),
  createTable: ({ TableName, Tags }) => [
    onTable('CreateTable')({ TableName }),
    ...(Tags?.length ? [onTable('TagResource')({ TableName })] : []),
  ],
  describeTable: onTable('DescribeTable'),
  updateTable: onTable('UpdateTable'),
  deleteTable: onTable('DeleteTable'),
  updateTimeToLive: onTable('UpdateTimeToLive'),
  describeTimeToLive: onTable('DescribeTimeToLive'),
  updateContinuousBackups: onTable('UpdateContinuousBackups'),
  describeContinuousBackups: onTable('DescribeContinuousBackups'),
  listTables: () => onTable('ListTables')({ TableName: '*' }),
  describeLimits: () => ({ action: 'dynamodb:DescribeLimits', resource: '*' }),
  tagResource: onArn('TagResource'),
  untagResource: onArn('UntagResource'),
  listTagsOfResource: onArn('ListTagsOfResource'),
};

interface TableInput {
  readonly TableName?: string | undefined;
}

function onTable(action: string) {
  return ({ TableName = '' }: TableInput): Need => ({
    action: `dynamodb:${action}`,
    resource: arnOf(TableName),
  });
}

function onTableOrIndex(action: string) {
  return ({ TableName = '', IndexName }: TableInput & { readonly IndexName?: string | undefined }): Need => ({
    action: `dynamodb:${action}`,
    resource: IndexName === undefined ? arnOf(TableName) : `${arnOf(TableName)}/index/${IndexName}`,
  });
}

function onTables(action: string, byTable: object): Need[] {
  return Object.keys(byTable).map((TableName) => onTable(action)({ TableName }));
}

function onArn(action: string) {
  return ({ ResourceArn }: { readonly ResourceArn: string }): Need => ({
    action: `dynamodb:${action}`,
    resource: ResourceArn,
  });
}

function part(action: string, input: TableInput | undefined): Need[] {
  return input === undefined ? [] : [onTable(action)(input)];
}

/** Tables may be named by their ARNs too. */
function arnOf(table: string): string {
  return table.startsWith('arn:')
    ? table
    : `arn:${PARTITION}:dynamodb:${REGION}:${ACCOUNT_ID}:table/${table}`;
}
