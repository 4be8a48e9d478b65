import type * as sdk from '@aws-sdk/client-dynamodb';
import { createAgenda } from '../agenda.ts';
import { AwsError } from '../aws-error.ts';
import { inBackground } from '../background.ts';
import { clearRange } from '../clear-range.ts';
import type { Core } from '../internal.ts';
import type { Collection, Table } from '../storage.ts';
import type { Item } from './item.ts';
import type { IndexCreation, TableChange } from './table-state.ts';

/** A table without its items. Times are milliseconds since the epoch. */
export interface StoredTable {
  /** Its own for every creation: a table made again does not see its predecessor's items. */
  readonly id: string;
  readonly name: string;
  readonly created: number;
  readonly keySchema: readonly sdk.KeySchemaElement[];
  readonly attributes: readonly sdk.AttributeDefinition[];
  readonly globalIndexes: readonly StoredIndex[];
  readonly localIndexes: readonly StoredIndex[];
  readonly billingMode: sdk.BillingMode;
  /** When it last became on-demand. */
  readonly onDemandSince?: number;
  readonly throughput: Throughput;
  readonly onDemandThroughput?: sdk.OnDemandThroughput;
  readonly tableClass: sdk.TableClass;
  readonly tableClassChanged?: number;
  readonly deletionProtected: boolean;
  readonly encryption?: sdk.SSEDescription;
  readonly tags: Readonly<Record<string, string>>;
  readonly timeToLive?: TimeToLive;
  readonly recovery?: Recovery;
  /** The last one that took time; it may be over. */
  readonly change?: TableChange;
}

export interface StoredIndex {
  /** Its own for every creation, as a table's. */
  readonly id: string;
  readonly name: string;
  readonly keySchema: readonly sdk.KeySchemaElement[];
  readonly projection: sdk.Projection;
  readonly throughput: Throughput;
  readonly onDemandThroughput?: sdk.OnDemandThroughput;
  /** Of an index that was added to a table, if it took time; it may be over. */
  readonly creation?: IndexCreation;
}

export interface Throughput {
  readonly read: number;
  readonly write: number;
}

export interface TimeToLive {
  readonly enabled: boolean;
  readonly attribute: string;
  readonly changed: number;
}

/** Point-in-time recovery, while it is on. */
export interface Recovery {
  readonly days: number;
  readonly since: number;
}

export interface TableStore {
  /** By name. */
  readonly tables: Collection<StoredTable>;
  /** Items by `rowKey` of their table's id, and their copies by that of their index's id. */
  readonly rows: Table<Item>;
  /** The table of a name or an ARN; `ResourceNotFoundException` when there is none. */
  find(nameOrArn: string): StoredTable;
  /** Deletes what is stored under ids of tables and indexes, in the background. */
  discard(ids: readonly string[]): void;
  /** Forgets a table that is being deleted once that is over. */
  forgetLater(table: StoredTable): void;
  /** Takes up deletions that a kill has interrupted. */
  start(): void;
  close(): Promise<void>;
}

export async function openTableStore({ storage, clock, onFault }: Core): Promise<TableStore> {
  const tables: Collection<StoredTable> = await storage.collection('dynamodb/tables');
  const doomed: Collection<true> = await storage.collection('dynamodb/doomed');
  const rows = storage.table<Item>('dynamodb/rows');
  const background = inBackground(onFault);
  const deletions = createAgenda(clock);

  async function purge(id: string): Promise<void> {
    await clearRange(storage, rows, { gte: rowKey(id, ''), lt: rowKey(id, '~') });
    doomed.delete(id);
  }

  function forgetLater({ id, name, change }: StoredTable): void {
    const seconds = Math.max(0, (change?.until ?? 0) - clock.now()) / 1000;
    deletions.after(seconds, () => {
      if (tables.get(name)?.id === id) tables.delete(name);
    });
  }

  return {
    tables,
    rows,
    find(nameOrArn) {
      const name = tableName(nameOrArn);
      const table = tables.get(name);
      if (table === undefined) {
        throw new AwsError(
          'ResourceNotFoundException',
          `Requested resource not found: Table: ${name} not found`,
        );
      }
      return table;
    },
    discard(ids) {
      for (const id of ids) {
        doomed.set(id, true);
        background.run(() => purge(id));
      }
    },
    forgetLater,
    start() {
      for (const table of tables.values()) if (table.change?.status === 'DELETING') forgetLater(table);
      for (const [id] of doomed.entries()) background.run(() => purge(id));
    },
    async close() {
      deletions.cancel();
      await background.settled();
    },
  };
}

/** dynalite's own keys hold hexadecimal digits and slashes only. */
export function rowKey(id: string, key: string): string {
  return `${id}/${key}`;
}

/** Requests may name a table by its ARN. */
export function tableName(nameOrArn: string): string {
  return /^arn:[^:]+:dynamodb:[^:]+:\d+:table\/([^/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
