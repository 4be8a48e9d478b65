import { AwsError } from '../aws-error.ts';
import type { Core } from '../internal.ts';
import { type Changes, gatherChanges } from './changes.ts';
import { engineIndex, engineStore, engineTable } from './engine-store.ts';
import type { Item } from './item.ts';
import { checkReadable } from './table-state.ts';
import type { StoredIndex, StoredTable, TableStore } from './table-store.ts';

export type Json = Readonly<Record<string, unknown>>;

/** dynalite as a library: it checks requests, parses expressions and runs them on our rows. */
export interface Engine {
  /** The request with its unknown members dropped; throws in AWS's wording when something is wrong. */
  check(action: string, request: Json): Promise<Json>;
  /** Checks and runs one action. What it writes is gathered in `changes`. */
  run(action: string, request: Json, changes: Changes): Promise<Json>;
  changes(): Changes;
  /** The key of the item that a request is about: its `Key`, or the part of its `Item` that is the key. */
  keyOf(request: Json): Item;
  /** The rows of `item` in an index: one, or none when it lacks a key of the index. */
  indexRows(table: StoredTable, index: StoredIndex, item: Item): Promise<readonly IndexRow[]>;
}

interface IndexRow {
  readonly key: string;
  readonly item: object;
}

export function createEngine({ storage, clock }: Core, store: TableStore): Engine {
  const changes = () => gatherChanges(storage, store.rows);

  async function check(action: string, request: Json): Promise<Json> {
    const [{ default: validations }, { default: validation }] = await Promise.all([
      import('dynalite/validations/index.js'),
      loadValidation(action),
    ]);
    try {
      const data = validations.checkTypes(structuredClone(request), validation.types);
      validations.checkValidations(
        data,
        validation.types,
        validation.custom,
        engineStore(store, clock, changes(), () => {}),
      );
      return data as Json;
    } catch (error) {
      throw asAwsError(error);
    }
  }

  return {
    check,
    changes,
    async run(action, request, target) {
      const data = await check(action, request);
      if (data['IndexName'] !== undefined) {
        checkReadable(store.find(String(data['TableName'])), String(data['IndexName']), clock.now());
      }
      const { default: run } = await loadAction(action);
      return new Promise((resolve, reject) => {
        const fail = (error: unknown) => reject(asAwsError(error));
        run(engineStore(store, clock, target, fail), data, (error, answer) => {
          if (error) fail(error);
          else resolve(answer as Json);
        });
      });
    },
    keyOf({ TableName, Key, Item }) {
      if (Item === undefined) return Key as Item;
      const { keySchema } = store.find(String(TableName));
      return Object.fromEntries(
        keySchema.map(({ AttributeName = '' }) => [AttributeName, (Item as Item)[AttributeName] ?? {}]),
      );
    },
    async indexRows(table, index, item) {
      const { default: db } = await import('dynalite/db/index.js');
      return db.getIndexActions([engineIndex(index)], null, item, engineTable(table)).puts;
    },
  };
}

const loadAction = (action: string) => import(`dynalite/actions/${action}.js`) as Promise<ActionModule>;
const loadValidation = (action: string) =>
  import(`dynalite/validations/${action}.js`) as Promise<ValidationModule>;

type ActionModule = typeof import('dynalite/actions/*');
type ValidationModule = typeof import('dynalite/validations/*');

/** dynalite's errors carry the answer that DynamoDB would give. */
function asAwsError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('body' in error)) return error;
  const { __type = '', message, Message } = error.body as Readonly<Record<string, string | undefined>>;
  return new AwsError(__type.slice(__type.indexOf('#') + 1), message ?? Message ?? '', { status: 400 });
}
