import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FilepipeError } from '../errors.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Target } from '../target/target.ts';
import type { RowFacts } from './difference.ts';
import type { Counts } from './ledger.ts';

/** How far a reconciliation has come. */
export interface Progress {
  /** What it is about: one about something else begins anew. */
  readonly about: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** The last name up to which everything is settled; absent while the table is being copied. */
  readonly after?: string;
  readonly compared: number;
  readonly counts: Counts;
}

export interface CopiedRow extends RowFacts {
  readonly key: string;
}

/**
 * What a reconciliation writes down on disk, so that its memory does not grow and the next run can go on: a copy of
 * what counts of the table's rows, sorted by the UTF-8 bytes of their names as the bucket's listing is, and the
 * progress. Whatever was written is there after a crash.
 */
export interface Notebook {
  readonly progress: () => Promise<Progress | undefined>;
  readonly saveProgress: (progress: Progress) => Promise<void>;
  /** Rows of one part of the table, and where its reading goes on; both or neither are kept. */
  readonly addRows: (rows: readonly CopiedRow[], part: number, next: ScanPosition) => Promise<void>;
  readonly scanPosition: (part: number) => Promise<ScanPosition | undefined>;
  /** All rows behind this name, in order. */
  readonly rows: (after: string | undefined) => AsyncGenerator<CopiedRow>;
  /** Forgets everything. */
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Closes it, and removes it from the disk. */
  readonly remove: () => Promise<void>;
}

/** A name in the table to go on behind, or that there is no more. */
export type ScanPosition = { readonly after: string } | 'end';

/**
 * Under `XDG_STATE_HOME`, else `~/.local/state`: `filepipe/reconcile/<account>/<region>/<bucket>`, with the host in
 * the account's place where it is not AWS.
 */
export function notebookFolder(
  { env, homeDir }: Pick<Surroundings, 'env' | 'homeDir'>,
  { accountId, region, endpoint }: Pick<Target, 'accountId' | 'region' | 'endpoint'>,
  bucket: string,
): string {
  const root = env['XDG_STATE_HOME'] || join(homeDir, '.local', 'state');
  const owner = endpoint === undefined ? accountId : new URL(endpoint).host.replaceAll(':', '-');
  return join(root, 'filepipe', 'reconcile', owner, region, bucket);
}

/** The one in this folder, made where there is none. Fails while another process has it open. */
export async function openNotebook(folder: string): Promise<Notebook> {
  await mkdir(folder, { recursive: true });
  const { ClassicLevel } = await import('classic-level');
  const db = new ClassicLevel<string, unknown>(folder, { valueEncoding: 'json' });
  await db.open().catch((cause: Error) => {
    if (!isLocked(cause)) throw new FilepipeError(`cannot write to ${folder}`, { cause });
    throw new FilepipeError('another filepipe reconcile is at work on this install', {
      cause,
      hint: 'wait until it is done, then run filepipe reconcile again',
    });
  });
  const progress = async () => (await db.get(PROGRESS)) as Progress | undefined;
  return {
    progress,
    saveProgress: (saved) => db.put(PROGRESS, saved),
    addRows: (rows, part, next) =>
      db.batch([
        ...rows.map(({ key, ...facts }) => ({ type: 'put', key: ROW + key, value: facts }) as const),
        { type: 'put', key: SCAN + part, value: next },
      ]),
    scanPosition: async (part) => (await db.get(SCAN + part)) as ScanPosition | undefined,
    async *rows(after = '') {
      const iterator = db.iterator({ gt: ROW + after, lt: AFTER_ROWS, highWaterMarkBytes: 256 * 1024 });
      for await (const [key, facts] of iterator) yield { key: key.slice(ROW.length), ...(facts as RowFacts) };
    },
    clear: () => db.clear(),
    close: () => db.close(),
    remove: async () => {
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const PROGRESS = 'progress';
const SCAN = 'scan ';
const ROW = 'row ';
const AFTER_ROWS = 'row!';

function isLocked({ cause }: Error): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED';
}
