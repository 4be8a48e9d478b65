import {
  DescribeTableCommand,
  type TableDescription,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { waitFor } from '../../wait.ts';
import { absentAs, retrying, tableBusy } from '../engine/retry.ts';

type Aws = Pick<Clients, 'dynamodb'>;

/** How DynamoDB says that there is no such table. */
export const noSuchTable: readonly string[] = ['ResourceNotFoundException'];

/** The table as DynamoDB describes it; undefined when there is none. */
export async function describeTable({ dynamodb }: Aws, name: string): Promise<TableDescription | undefined> {
  const answer = await absentAs(noSuchTable, dynamodb.send(new DescribeTableCommand({ TableName: name })));
  return answer?.Table;
}

/** Changes the table and waits until it is active again. */
export async function updateTable(
  { dynamodb }: Aws,
  name: string,
  control: Control,
  changes: Omit<UpdateTableCommandInput, 'TableName'>,
): Promise<void> {
  await whenTableIsFree(control, name, () =>
    dynamodb.send(new UpdateTableCommand({ TableName: name, ...changes })),
  );
  await untilTableActive({ dynamodb }, name, control);
}

/** Repeats a call while the table is changing: DynamoDB takes one change at a time. */
export function whenTableIsFree<T>(control: Control, name: string, call: () => Promise<T>): Promise<T> {
  return retrying(control, { what: `table ${name} to settle`, timeoutSeconds: 300 }, tableBusy, call);
}

/** The table once it and its indexes are active. A new index may need to be filled first, hence the patience. */
export async function untilTableActive(aws: Aws, name: string, control: Control): Promise<TableDescription> {
  const wait = { what: `table ${name} to become active`, timeoutSeconds: 1800 };
  return await waitFor(control, wait, async () => {
    const found = await describeTable(aws, name);
    const states = [found?.TableStatus, ...(found?.GlobalSecondaryIndexes ?? []).map((it) => it.IndexStatus)];
    return states.every((state) => state === 'ACTIVE') ? found : undefined;
  });
}

/** Returns once DynamoDB no longer knows the table. */
export async function untilTableGone(aws: Aws, name: string, control: Control): Promise<void> {
  const wait = { what: `table ${name} to be gone`, timeoutSeconds: 600 };
  await waitFor(control, wait, async () =>
    (await describeTable(aws, name)) === undefined ? true : undefined,
  );
}
