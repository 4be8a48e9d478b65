import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Operations } from '../service.ts';
import { documentOf, RawJson } from '../wire/json.ts';
import type { Json } from './engine.ts';
import { CONDITION_CHECK, type ItemAccess, isConditionFailure, type Run } from './item-access.ts';
import { tableName } from './table-store.ts';

/** Transactions: all in one turn of the writers. */
export function transactionOperations(access: ItemAccess, clock: Clock): Operations<typeof sdk> {
  const tokens = new Map<string, { readonly request: string; readonly time: number }>();

  return {
    transactWriteItems(input) {
      const text = documentOf(input);
      const { TransactItems, ClientRequestToken } = JSON.parse(text) as { TransactItems: Json[] } & Json;
      if (ClientRequestToken !== undefined && alreadyDone(String(ClientRequestToken), text)) return {};
      return access.together(async (run) => {
        const actions = TransactItems.map(readAction);
        checkCount(actions.length);
        checkDistinct(
          actions.map(({ request }) => JSON.stringify([request['TableName'], access.keyOf(request)])),
        );
        await writeAll(run, actions);
        if (ClientRequestToken !== undefined) {
          tokens.set(String(ClientRequestToken), { request: text, time: clock.now() });
        }
        return {};
      });
    },
    transactGetItems(input) {
      const { TransactItems } = JSON.parse(documentOf(input)) as { TransactItems: { Get: Json }[] };
      checkCount(TransactItems.length);
      return access.together(async (run) => {
        const Responses: Json[] = [];
        for (const { Get } of TransactItems) {
          const { Item } = await run('getItem', { ...Get, TableName: tableName(String(Get['TableName'])) });
          Responses.push(Item === undefined ? {} : { Item });
        }
        return new RawJson({ Responses });
      });
    },
  };

  /** AWS remembers a token for ten minutes. */
  function alreadyDone(token: string, request: string): boolean {
    for (const [other, { time }] of tokens) if (time < clock.now() - 600_000) tokens.delete(other);
    const known = tokens.get(token);
    if (known === undefined) return false;
    if (known.request === request) return true;
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'Another transaction with the same ClientRequestToken but different parameters was requested',
    );
  }
}

interface Action {
  readonly name: string;
  readonly request: Json;
}

const ACTIONS: Readonly<Record<string, string>> = {
  Put: 'putItem',
  Update: 'updateItem',
  Delete: 'deleteItem',
  ConditionCheck: CONDITION_CHECK,
};

function readAction(entry: Json): Action {
  const [[kind = '', request] = [], ...more] = Object.entries(entry);
  const name = ACTIONS[kind];
  if (name === undefined || more.length > 0) {
    throw new AwsError(
      'ValidationException',
      'TransactItems can only contain one of Check, Put, Update or Delete',
    );
  }
  const { TableName } = request as Json;
  return { name, request: { ...(request as Json), TableName: tableName(String(TableName)) } };
}

async function writeAll(run: Run, actions: readonly Action[]): Promise<void> {
  const reasons: Json[] = [];
  for (const { name, request } of actions) reasons.push(await attempt(run, name, request));
  if (reasons.every(({ Code }) => Code === 'None')) return;
  throw new AwsError(
    'TransactionCanceledException',
    'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
      `[${reasons.map(({ Code }) => Code).join(', ')}]`,
    { fields: { CancellationReasons: reasons } },
  );
}

async function attempt(run: Run, name: string, request: Json): Promise<Json> {
  try {
    await run(name, request);
    return { Code: 'None' };
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...error.fields };
  }
}

function checkDistinct(items: readonly string[]): void {
  if (new Set(items).size === items.length) return;
  throw new AwsError(
    'ValidationException',
    'Transaction request cannot include multiple operations on one item',
  );
}

function checkCount(count: number): void {
  if (count >= 1 && count <= 100) return;
  throw new AwsError(
    'ValidationException',
    "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: " +
      `Member must have length ${count === 0 ? 'greater than or equal to 1' : 'less than or equal to 100'}`,
  );
}
