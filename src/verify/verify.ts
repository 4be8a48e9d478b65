import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clients, s3Client } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { absentAs } from '../provision/engine/retry.ts';
import type { Step } from '../provision/engine/step.ts';
import { namesOf } from '../provision/names.ts';
import { pipeline } from '../provision/pipeline.ts';
import { ownedBucket } from '../provision/resources/bucket-aspects.ts';
import { codeArchive, shippedCodeFile } from '../provision/resources/code-archive.ts';
import type { Settings } from '../provision/settings.ts';
import type { Session } from '../target/session.ts';
import { lookForApi } from '../upload/find-api.ts';
import { openDoor } from '../upload/open-door.ts';
import { clearProbe, sweepProbes } from './clear-probes.ts';
import type { HopName, Probe, ProbeEvent, Verification, Way } from './probe.ts';
import { newProbeId } from './probe-file.ts';
import { reasonsFor } from './reasons.ts';
import { runProbe } from './run-probe.ts';

export interface VerifyOptions {
  readonly ways: readonly Way[];
  /** For each wait. */
  readonly timeoutSeconds: number;
  /** How long refusals are waited out that something just set up would explain. */
  readonly settleSeconds: number;
  /** Whether to look for the function's line in the log, which may take a while to get there. */
  readonly logs: boolean;
}

/**
 * Sends a probe through each door of an install, all at once, and follows it: stored, read back, its row, the same
 * row through the API, its line in the log, deleted, no row. What fails is told in what is returned. Nothing stays of a probe, nor of earlier
 * ones that were killed, whatever happens. Somebody else's bucket gets a probe only while our trigger is there.
 */
export async function verify(
  clients: Clients,
  session: Session,
  settings: Settings,
  options: VerifyOptions,
  control: Control,
  tell: (event: ProbeEvent) => void,
  codeFile = shippedCodeFile,
): Promise<Verification> {
  const { target } = session;
  const names = namesOf(target, settings);
  const bucket = ownedBucket({ name: names.bucket, accountId: target.accountId });
  const steps = pipeline(clients, target, settings, await codeArchive(codeFile));
  const trigger = await findTrigger(steps);
  if (trigger === 'unwanted in a borrowed bucket') {
    const skipped = `nothing triggers the function, and bucket ${names.bucket} is not filepipe's: nothing was put there`;
    return { probes: [], swept: 0, skipped };
  }
  // Of its own, because an abort ends all calls of the others, and cleaning up comes after that.
  const aws = { ...clients, s3: await s3Client(target) };
  const since = new Date(control.now());
  const suspects = { aws: clients, steps, names, since, signal: control.signal };
  const reasons = (hop: HopName) => reasonsFor(hop, suspects);
  const folder = await mkdtemp(join(tmpdir(), 'filepipe-probe-'));
  const ids = options.ways.map(newProbeId);
  try {
    const { timeoutSeconds, settleSeconds, logs } = options;
    const triggers = trigger !== 'unwanted';
    const findQueryApi = once(() =>
      lookForApi({ ...session, overrides: settings.overrides }, 'GET /files/{filename+}'),
    );
    const waits = { timeoutSeconds, settleSeconds, reasons };
    const common = { folder, bucket, names, triggers, logs, findQueryApi, ...waits };
    const probes = await allSettled(
      options.ways.map((via, index) => {
        const door = () => openDoor(via, { ...session, overrides: settings.overrides }, control);
        return runProbe(aws, { ...common, via, id: ids[index] ?? '', openDoor: door }, control, tell);
      }),
    );
    const swept = await absentAs(UNCLEARABLE, sweepProbes(aws, bucket, since));
    return { probes, swept: swept ?? 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await Promise.all(ids.map((id) => absentAs(UNCLEARABLE, clearProbe(aws, bucket, id))));
    aws.s3.destroy();
  }
}

/** Where there is no bucket, or the caller may not delete from it, the probes themselves have said so. */
const UNCLEARABLE = ['AccessDenied', 'NoSuchBucket'];

type Trigger = 'there' | 'missing' | 'unwanted' | 'unwanted in a borrowed bucket';

/** Whether ours is there, and if not, whether that is as the settings want it. */
async function findTrigger(steps: readonly Step[]): Promise<Trigger> {
  const step = (wanted: string) => steps.find(({ name }) => name === wanted);
  const look = await step('trigger')?.look();
  if (look?.presence === 'ours') return 'there';
  const unwanted = look === undefined || look.changes.length === 0;
  const bucket = step('bucket');
  if ((await bucket?.look())?.presence !== 'borrowed') return unwanted ? 'unwanted' : 'missing';
  if (unwanted) return 'unwanted in a borrowed bucket';
  // Somebody else's triggers would get to see the probe.
  throw new FilepipeError(
    `bucket ${bucket?.physicalName} is not filepipe's and lacks the trigger of this install, so nothing was put there`,
    { hint: 'let setup put the trigger there: filepipe setup' },
  );
}

/** Ends only when all have ended, so that nothing is stored after the cleaning. */
async function allSettled(probes: readonly Promise<Probe>[]): Promise<readonly Probe[]> {
  await Promise.allSettled(probes);
  return await Promise.all(probes);
}

/** The first call does it, and the others get what came of that. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
