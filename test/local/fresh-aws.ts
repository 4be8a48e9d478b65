import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedAws, type EmbeddedAwsOptions, startEmbeddedAws } from '../../src/local/embedded-aws.ts';

/** An embedded AWS of the test's own, on a data directory of its own. */
export interface FreshAws {
  readonly aws: EmbeddedAws;
  /** What any SDK client needs to talk to it. One attempt, so that errors come through as they are. */
  clientOptions(): ClientOptions;
  /** Ends it and starts it again on the same data. */
  restart(): Promise<void>;
  /** Ends it, removes its data, and fails if it had faults of its own. */
  close(): Promise<void>;
}

interface ClientOptions {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: EmbeddedAws['credentials'];
  readonly maxAttempts: number;
}

export async function freshAws(
  options: Omit<EmbeddedAwsOptions, 'dataDir' | 'port' | 'onFault'> = {},
): Promise<FreshAws> {
  const dataDir = await mkdtemp(join(tmpdir(), 'filepipe-test-'));
  const faults: unknown[] = [];
  const start = () =>
    startEmbeddedAws({ ...options, dataDir, port: 0, onFault: (fault) => faults.push(fault) });
  let aws = await start();
  return {
    get aws() {
      return aws;
    },
    clientOptions: () => ({
      region: 'us-east-1',
      endpoint: aws.endpoint,
      credentials: aws.credentials,
      maxAttempts: 1,
    }),
    async restart() {
      await aws.close();
      aws = await start();
    },
    async close() {
      await aws.close();
      await rm(dataDir, { recursive: true });
      if (faults.length > 0) throw new AggregateError(faults, 'the embedded AWS had faults');
    },
  };
}
