import { AwsError } from '../aws-error.ts';
import type { Changes } from './changes.ts';
import type { Engine, Json } from './engine.ts';
import type { Item } from './item.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** How everything gets at items: readers at any time, writers one after the other. */
export interface ItemAccess {
  read(action: string, request: Json): Promise<Json>;
  write(action: string, request: Json): Promise<Json>;
  /** Runs several actions on the same rows; all they write is kept, or nothing when `task` rejects. */
  together<T>(task: (run: Run) => Promise<T>): Promise<T>;
  keyOf(request: Json): Item;
}

export type Run = (action: string, request: Json) => Promise<Json>;

export function createItemAccess(engine: Engine): ItemAccess {
  const inTurn = oneAtATime();

  async function runAndCommit<T>(task: (changes: Changes) => Promise<T>): Promise<T> {
    const changes = engine.changes();
    const answer = await task(changes);
    await changes.commit();
    return answer;
  }

  return {
    read: (action, request) => engine.run(action, request, engine.changes()),
    write: (action, request) =>
      inTurn(() => runAndCommit((changes) => runWithOldItem(engine, action, request, changes))),
    together: (task) =>
      inTurn(() =>
        runAndCommit((changes) =>
          task((action, request) => runWithOldItem(engine, action, request, changes)),
        ),
      ),
    keyOf: (request) => engine.keyOf(request),
  };
}

/** Actions that only check a condition run as deletions that nobody keeps. */
export const CONDITION_CHECK = 'conditionCheck';

/** A condition that fails shows the item it failed on to whoever asked for that. */
async function runWithOldItem(
  engine: Engine,
  action: string,
  request: Json,
  changes: Changes,
): Promise<Json> {
  const { ReturnValuesOnConditionCheckFailure: returned = 'NONE', ...rest } = request;
  try {
    if (action === CONDITION_CHECK) return await engine.run('deleteItem', rest, engine.changes());
    return await engine.run(action, rest, changes);
  } catch (error) {
    if (!isConditionFailure(error) || returned === 'NONE') throw error;
    const { TableName } = request;
    const { Item } = await engine.run('getItem', { TableName, Key: engine.keyOf(request) }, changes);
    throw new AwsError(error.code, error.message, Item === undefined ? {} : { fields: { Item } });
  }
}

export function isConditionFailure(error: unknown): error is AwsError {
  return error instanceof AwsError && error.code === 'ConditionalCheckFailedException';
}
