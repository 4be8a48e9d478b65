import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedAws } from './local/embedded-aws.ts';
import { partitionOf } from './target/partition.ts';
import type { Target } from './target/target.ts';

/** An AWS for one occasion. */
export interface Stage {
  readonly target: Target;
  readonly endpoint: string;
  /** Goes away with the stage. */
  readonly folder: string;
}

/** Runs `work` on an embedded AWS of its own, and leaves nothing of it behind, whatever happens. */
export async function withStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'filepipe-stage-'));
  try {
    const aws = await startEmbeddedAws({ dataDir: join(folder, 'aws'), port: 0 });
    try {
      return await work({ target: targetOf(aws), endpoint: aws.endpoint, folder });
    } finally {
      await aws.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Running = Awaited<ReturnType<typeof startEmbeddedAws>>;

function targetOf({ endpoint, credentials }: Running): Target {
  const { accessKeyId, secretAccessKey } = credentials;
  return {
    label: 'demo',
    region: 'us-east-1',
    accountId: '000000000000',
    ...partitionOf('arn:aws:'),
    endpoint,
    credentials: async () => ({ accessKeyId, secretAccessKey }),
  };
}
