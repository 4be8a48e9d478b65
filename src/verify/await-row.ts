import type { FileRecord, Tombstone } from '../../handler/record.ts';
import { getRow } from '../catalog/get-row.ts';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { absentAs } from '../provision/engine/retry.ts';
import type { Uploaded } from '../transfer/upload-file.ts';
import { type WaitOptions, waitFor } from '../wait.ts';
import { type LogWait, linesAbout, type Said } from './function-run.ts';
import type { Reason } from './reasons.ts';
import { saysDeniedYet } from './refusals.ts';

export interface RowWait {
  readonly table: string;
  readonly log: LogWait;
  readonly timeoutSeconds: number;
  /** How long a function that is denied something is given another try. */
  readonly settleSeconds: number;
  /** The runs that are known to have failed; what is found is added. */
  readonly knownFailures: Set<string>;
  /** Why nothing may come. */
  readonly reasons: () => Promise<readonly Reason[]>;
}

type Aws = Pick<Clients, 'dynamodb' | 'logs'>;
type Row = FileRecord | Tombstone | undefined;

/** A pipeline that works is rarely slower, so from then on it is asked what may be wrong. */
const PATIENCE_SECONDS = 2;

/** How long something that is not as it should be, but may work, is given. */
const LENIENCE_SECONDS = 15;

/**
 * Waits until the table has the row of what was uploaded, and returns it if it tells the truth. Gives up early when
 * something that is missing makes the wait hopeless, and when the function says that it failed; while that may
 * come of rights that do not count yet, `again` uploads once more.
 */
export async function awaitRow(
  aws: Aws,
  wait: RowWait,
  uploaded: Uploaded,
  again: () => Promise<Uploaded>,
  control: Control,
): Promise<FileRecord> {
  const started = control.now();
  let latest = uploaded;
  const row = await watchRow(aws, wait, control, {
    what: 'the row to appear',
    hopeless: 'there is no row, and none will come',
    test: (found) =>
      found !== undefined && found.status !== 'removed' && shows(found, latest) ? found : undefined,
    async failed({ message }) {
      const elapsed = (control.now() - started) / 1000;
      if (!saysDeniedYet(message) || elapsed >= wait.settleSeconds) throw functionFailed(message);
      latest = await again();
    },
  });
  requireTruth(row, latest, wait.table);
  return row;
}

/** Waits until the table has no row of the key any more, but for what it remembers of the removal. */
export async function awaitNoRow(aws: Aws, wait: RowWait, control: Control): Promise<void> {
  await watchRow(aws, wait, control, {
    what: 'the row to go',
    hopeless: 'the row is still there, and will stay',
    test: (found) => (found === undefined || found.status === 'removed' ? true : undefined),
    failed: async ({ message }) => {
      throw functionFailed(message);
    },
  });
}

interface Watch<T> {
  readonly what: string;
  /** Said when there is no use in waiting any longer. */
  readonly hopeless: string;
  readonly test: (row: Row) => T | undefined;
  /** Told of every failure that the function has logged since the last one. */
  readonly failed: (said: Said) => Promise<void>;
}

async function watchRow<T>(
  aws: Aws,
  wait: RowWait,
  control: Control,
  { what, hopeless, test, failed }: Watch<T>,
): Promise<T> {
  const options: WaitOptions = {
    what,
    timeoutSeconds: wait.timeoutSeconds,
    minDelaySeconds: 0.05,
    maxDelaySeconds: 1,
  };
  const started = control.now();
  const isHopeless = doubts(wait);
  return waitFor(control, options, async () => {
    const found = test(await getRow(aws.dynamodb, wait.table, wait.log.key, control.signal));
    const elapsedSeconds = (control.now() - started) / 1000;
    if (found !== undefined || elapsedSeconds < PATIENCE_SECONDS) return found;
    for (const said of await newFailures(aws, wait, control.signal)) await failed(said);
    if (await isHopeless(elapsedSeconds)) throw new FilepipeError(hopeless);
    return undefined;
  });
}

/** Looks for reasons twice: first for what makes it impossible, much later for what makes it unlikely. */
function doubts({ reasons }: RowWait): (elapsedSeconds: number) => Promise<boolean> {
  const looks = [
    { afterSeconds: PATIENCE_SECONDS, weights: ['certain'] },
    { afterSeconds: LENIENCE_SECONDS, weights: ['certain', 'likely'] },
  ];
  return async (elapsedSeconds) => {
    const [next] = looks;
    if (next === undefined || elapsedSeconds < next.afterSeconds) return false;
    looks.shift();
    return (await reasons()).some(({ weight }) => next.weights.includes(weight));
  };
}

/** None for somebody who may not read the log. */
async function newFailures(aws: Aws, wait: RowWait, signal: AbortSignal): Promise<readonly Said[]> {
  const said = (await absentAs(['AccessDeniedException'], linesAbout(aws, wait.log, signal))) ?? [];
  const news = said.filter(({ failed, requestId }) => failed && !wait.knownFailures.has(requestId));
  for (const { requestId } of news) wait.knownFailures.add(requestId);
  return news;
}

function functionFailed(message: string): FilepipeError {
  return new FilepipeError(`the function failed: ${message}`);
}

function shows(row: FileRecord, { etag, versionId }: Uploaded): boolean {
  return versionId === undefined || row.versionId === undefined
    ? row.etag === etag
    : row.versionId === versionId;
}

function requireTruth(row: FileRecord, { bytes, etag }: Uploaded, table: string): void {
  const lies = [
    ...(row.size === bytes ? [] : [`size ${row.size} instead of ${bytes}`]),
    ...(row.etag === etag ? [] : [`ETag ${row.etag} instead of ${etag}`]),
  ];
  if (lies.length > 0) throw new FilepipeError(`the row in table ${table} has ${lies.join(' and ')}`);
}
