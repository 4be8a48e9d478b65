import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inFolder, program, root } from './place.mjs';
import { median, repeat } from './timing.mjs';

const LATENCY = 0.12;
const IAM = 8;
const FUNCTION = 3;
const TABLE = 8;

const RUNS = Number(process.env.RUNS ?? 3);

/**
 * `setup` on an AWS as slow as the real one, against the least time that its longest chain of calls can take.
 * README.md beside this file says what the chain is. With FILEPIPE_CALLS=1 every call is printed as well.
 */
export async function criticalPath() {
  const runs = await repeat(RUNS, () => inFolder(slowSetup));
  const seconds = median(runs.map((run) => run.seconds));
  const [{ calls }] = runs;
  const writes = calls.filter(({ operation }) => !READS.test(operation));
  const bound = boundSeconds();
  return [
    {
      what: 'setup on a slow AWS, calls',
      value: calls.length,
      unit: '',
      beside: `${writes.length} of them write`,
    },
    { what: 'setup on a slow AWS, least time possible', value: bound, unit: 's' },
    {
      what: 'setup on a slow AWS',
      value: seconds,
      unit: 's',
      target: (bound * 1.15).toFixed(1),
      beside: `${((seconds / bound - 1) * 100).toFixed(0)} % over the least; median of ${RUNS}`,
    },
    {
      what: 'its writes and waits one after the other',
      value: oneByOneSeconds(writes),
      unit: 's',
      beside: 'reckoned',
    },
  ];
}

const READS = /^(Get|List|Describe|Head|Find)/;

async function slowSetup(folder, env) {
  const aws = await startSlowAws(folder);
  const started = performance.now();
  const child = spawn(process.execPath, [program, 'setup', '--no-verify'], {
    env: {
      ...env,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    stdio: 'ignore',
  });
  const [code] = await once(child, 'exit');
  const seconds = (performance.now() - started) / 1000;
  await aws.close();
  if (code !== 0) throw new Error(`setup ended with ${code}`);
  if (process.env.FILEPIPE_CALLS) for (const call of aws.calls) console.log(callLine(call, aws.calls[0].at));
  return { seconds, calls: aws.calls };
}

/** What setup repeats until AWS is ready for it a script would do once, after the wait. */
function oneByOneSeconds(writes) {
  const repeated = ['CreateFunction', 'UpdateContinuousBackups'];
  const once = writes.filter(({ operation }) => !repeated.includes(operation)).length + repeated.length;
  return once * LATENCY + IAM + FUNCTION + TABLE;
}

/** Whose account it is, which settings the install has, what is there. */
const BEFORE_ANY_STEP = 3;
/** Looking at everything again is up to three calls deep. */
const AFTER_ALL = 3;
/** The bucket's list of triggers is read, written and read back. */
const TRIGGER = 3;

function boundSeconds() {
  // CreateRole, IAM; CreateFunction, settling, the look that sees it; AddPermission.
  const viaFunction = 4 * LATENCY + IAM + FUNCTION;
  // CreateTable, settling, the look that sees it; recovery.
  const viaTable = 3 * LATENCY + TABLE;
  return (BEFORE_ANY_STEP + TRIGGER + AFTER_ALL) * LATENCY + Math.max(viaFunction, viaTable);
}

/** In this process, so that it can be asked what was called when. */
async function startSlowAws(folder) {
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
  const { startEmbeddedAws } = await import(pathToFileURL(outfile).href);
  await rm(outfile);
  const calls = [];
  const aws = await startEmbeddedAws({
    dataDir: join(folder, 'aws'),
    port: 0,
    realism: {
      latencySeconds: LATENCY,
      iamDelaySeconds: IAM,
      functionSettleSeconds: FUNCTION,
      tableSettleSeconds: TABLE,
    },
    intervene({ service, operation }) {
      calls.push({ service, operation, at: performance.now() });
      return undefined;
    },
  });
  return { ...aws, calls };
}

function callLine({ service, operation, at }, first) {
  return `${((at - first) / 1000).toFixed(2).padStart(8)} s  ${service} ${operation}`;
}
