import { claimDataDir } from './data-dir.ts';
import { type EmbeddedAws, startEmbeddedAws } from './embedded-aws.ts';
import { LocalAwsError } from './local-aws-error.ts';
import { type LocalEndpoint, recordEndpoint } from './local-endpoint.ts';
import { describeRealism } from './parse-realism.ts';
import type { Realism } from './realism.ts';
import { StorageInUseError } from './storage.ts';

export interface RunningLocalAws extends LocalEndpoint {
  close(): Promise<void>;
}

/**
 * Runs the embedded AWS in this process and leaves word of it in the data directory. Fails with
 * `PORT_TAKEN`, `IN_USE` or `NOT_OURS`.
 */
export async function runLocalAws(
  dataDir: string,
  port: number,
  realism: Realism,
  onFault: (error: unknown) => void,
): Promise<RunningLocalAws> {
  await claimDataDir(dataDir);
  const aws = await startEmbeddedAws({ dataDir, port, realism, onFault }).catch((error: unknown) => {
    throw explain(error, dataDir, port);
  });
  const endpoint = await recordEndpoint(dataDir, { ...describe(aws), realism: describeRealism(realism) });
  return { ...endpoint, close: () => aws.close() };
}

function describe({ endpoint, credentials }: EmbeddedAws) {
  const { accessKeyId, secretAccessKey } = credentials;
  return { endpoint, accessKeyId, secretAccessKey, pid: process.pid, startedAt: new Date().toISOString() };
}

function explain(error: unknown, dataDir: string, port: number): unknown {
  if (error instanceof StorageInUseError) {
    return new LocalAwsError('IN_USE', `the data directory ${dataDir} is in use by another process`, error);
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return new LocalAwsError('PORT_TAKEN', `port ${port} on 127.0.0.1 is taken by another program`, error);
  }
  return error;
}
