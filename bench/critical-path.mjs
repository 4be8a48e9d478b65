import { inFolder, program } from './place.mjs';
import { slow, startSlowAws } from './slow-aws.mjs';
import { median, repeat, timeCommand } from './timing.mjs';

const RUNS = 3;

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
  const fourAtOnce = await inFolder((folder, env) =>
    slowSetup(folder, env, ['--no-verify', '--concurrency', '4']),
  );
  const verified = await inFolder((folder, env) => slowSetup(folder, env, []));
  return [
    {
      what: 'setup on a slow AWS, calls',
      value: calls.length,
      unit: '',
      beside: `${writes.length} of them write, ${repeats(writes)} of these again because AWS was not ready`,
    },
    { what: 'setup on a slow AWS, least time possible', value: bound, unit: 's' },
    {
      what: 'setup on a slow AWS',
      value: seconds,
      unit: 's',
      target: (bound * 1.15).toFixed(1),
      beside: `${((seconds / bound - 1) * 100).toFixed(0)} % over the least; median of ${RUNS}`,
    },
    { what: 'the same, four things at once', value: fourAtOnce.seconds, unit: 's', beside: 'once' },
    { what: 'the same, and its verification', value: verified.seconds, unit: 's', beside: 'once' },
    { what: 'its writes and waits in a row', value: inARow(writes), unit: 's', beside: 'reckoned' },
  ];
}

const READS = /^(Get|List|Describe|Head|Find)/;

async function slowSetup(folder, env, options = ['--no-verify']) {
  const aws = await startSlowAws(folder);
  const words = [program, 'setup', ...options];
  const command = timeCommand(process.execPath, words, { env: { ...env, ...aws.env } });
  const milliseconds = await command.finally(aws.close);
  if (process.env.FILEPIPE_CALLS) for (const call of aws.calls) console.log(callLine(call, aws.calls[0].at));
  return { seconds: milliseconds / 1000, calls: aws.calls };
}

/** Everything else that is written several times is about several things. */
const REPEATED = ['CreateFunction', 'UpdateContinuousBackups'];

function repeats(writes) {
  return writes.filter(({ operation }) => REPEATED.includes(operation)).length - REPEATED.length;
}

function inARow(writes) {
  const { latencySeconds, iamDelaySeconds, functionSettleSeconds, tableSettleSeconds } = slow;
  const once = writes.length - repeats(writes);
  return once * latencySeconds + iamDelaySeconds + functionSettleSeconds + tableSettleSeconds;
}

/** Whose account it is, which settings the install has, what is there. */
const BEFORE_ANY_STEP = 3;
/** Looking at everything again is up to three calls deep. */
const AFTER_ALL = 3;
/** The bucket's list of triggers is read, written and read back. */
const TRIGGER = 3;

function boundSeconds() {
  const { latencySeconds, iamDelaySeconds, functionSettleSeconds, tableSettleSeconds } = slow;
  // CreateRole, IAM; CreateFunction, settling, the look that sees it; AddPermission.
  const viaFunction = 4 * latencySeconds + iamDelaySeconds + functionSettleSeconds;
  // CreateTable; its backups, which come a third later than the table; recovery, TTL.
  const viaTable = 3 * latencySeconds + (tableSettleSeconds * 4) / 3;
  return (BEFORE_ANY_STEP + TRIGGER + AFTER_ALL) * latencySeconds + Math.max(viaFunction, viaTable);
}

function callLine({ service, operation, at }, first) {
  return `${((at - first) / 1000).toFixed(2).padStart(8)} s  ${service} ${operation}`;
}
