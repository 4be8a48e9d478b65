import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './place.mjs';

/** About as slow as the real one, in seconds: every call, a new role, a new function, a new table. */
export const slow = {
  latencySeconds: 0.12,
  iamDelaySeconds: 8,
  functionSettleSeconds: 3,
  tableSettleSeconds: 8,
};

/**
 * An embedded AWS in this process, so that it can be asked what was called when; with the variables that lead
 * the program or aws-cli to it, and nowhere else.
 */
export async function startSlowAws(folder, realism = slow) {
  const { startEmbeddedAws } = await embeddedAws();
  const calls = [];
  const aws = await startEmbeddedAws({
    dataDir: join(folder, 'aws'),
    port: 0,
    realism,
    intervene({ service, operation }) {
      calls.push({ service, operation, at: performance.now() });
      return undefined;
    },
  });
  const env = {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return { calls, env, close: () => aws.close() };
}

async function embeddedAws() {
  const outfile = join(root, `dist/embedded-aws-${process.pid}.mjs`);
  await build({
    entryPoints: [join(root, 'src/local/embedded-aws.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'error',
  });
  const module = await import(pathToFileURL(outfile).href);
  await rm(outfile);
  return module;
}
