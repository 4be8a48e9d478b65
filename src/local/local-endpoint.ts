import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCOUNT_ID, REGION } from './credentials.ts';

/** An embedded AWS that runs, or ran, on a data directory: all that a client needs to talk to it. */
export interface LocalEndpoint {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly pid: number;
  readonly dataDir: string;
  /** AWS's awkward side, as `parseRealism` reads it: `calm` when all of it is off. */
  readonly realism: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** Leaves word in the data directory of the server that runs on it; readable by its owner only. */
export async function recordEndpoint(
  dataDir: string,
  running: Pick<
    LocalEndpoint,
    'endpoint' | 'accessKeyId' | 'secretAccessKey' | 'pid' | 'realism' | 'startedAt'
  >,
): Promise<LocalEndpoint> {
  const { endpoint, accessKeyId, secretAccessKey, pid, realism, startedAt } = running;
  const record = {
    endpoint,
    region: REGION,
    accountId: ACCOUNT_ID,
    accessKeyId,
    secretAccessKey,
    pid,
    dataDir,
    realism,
    startedAt,
  };
  await writeFile(join(dataDir, FILE), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  return record;
}

/** The last server on this data directory, running or not; undefined when there was none. */
export async function lastEndpoint(dataDir: string): Promise<LocalEndpoint | undefined> {
  try {
    return JSON.parse(await readFile(join(dataDir, FILE), 'utf8')) as LocalEndpoint;
  } catch {
    return undefined;
  }
}

const FILE = 'endpoint.json';
