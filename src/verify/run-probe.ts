import type { FileRecord } from '../../handler/record.ts';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { retrying } from '../provision/engine/retry.ts';
import type { Names } from '../provision/names.ts';
import type { ownedBucket } from '../provision/resources/bucket-aspects.ts';
import type { InstallApi } from '../transfer/call-api.ts';
import { requireSameBytes } from '../transfer/same-bytes.ts';
import type { Source } from '../transfer/sources.ts';
import type { Uploaded } from '../transfer/upload-file.ts';
import type { Door } from '../upload/send-file.ts';
import { askForRow, QUERY_METHOD } from './ask-for-row.ts';
import { awaitNoRow, awaitRow, type RowWait } from './await-row.ts';
import { clearProbe, probeKeys } from './clear-probes.ts';
import { awaitFunctionRun, type LogWait } from './function-run.ts';
import type { HopName, Probe, ProbeEvent, Way } from './probe.ts';
import { nastyNames, PLAIN_NAME, writeProbe } from './probe-file.ts';
import { openProbeLog, type ProbeLog } from './probe-log.ts';
import type { Reason } from './reasons.ts';
import { isAboutName, isAboutNameInPath, mayPass } from './refusals.ts';

export interface ProbePlan {
  readonly via: Way;
  readonly id: string;
  /** Where the probe's bytes are kept meanwhile. */
  readonly folder: string;
  readonly openDoor: () => Promise<Door>;
  /** The install's API with `GET /files/{filename+}`; undefined when it has none. */
  readonly findQueryApi: () => Promise<InstallApi | undefined>;
  readonly bucket: ReturnType<typeof ownedBucket>;
  readonly names: Names;
  /** False when nothing runs the function, by the owner's choice: then no row is waited for. */
  readonly triggers: boolean;
  /** Whether to look for the function's line in the log, which may take a while to get there. */
  readonly logs: boolean;
  /** For each wait. */
  readonly timeoutSeconds: number;
  /** How long refusals are waited out that something just set up would explain. */
  readonly settleSeconds: number;
  readonly reasons: (hop: HopName) => Promise<readonly Reason[]>;
}

type Aws = Pick<Clients, 's3' | 'dynamodb' | 'logs'>;

/**
 * Sends a probe through one door and follows it until nothing is left of it. A hop that fails ends it, and is told
 * in what is returned; only an abort rejects. What it has stored then is for the caller to clear.
 */
export async function runProbe(
  aws: Aws,
  plan: ProbePlan,
  control: Control,
  tell: (event: ProbeEvent) => void,
): Promise<Probe> {
  const log = openProbeLog(plan, control, tell);
  try {
    await follow(aws, plan, log);
  } catch (error) {
    control.signal.throwIfAborted();
    await log.fail(error);
  }
  tell({ via: plan.via, state: 'ended', probe: log.probe() });
  return log.probe();
}

async function follow(aws: Aws, plan: ProbePlan, log: ProbeLog): Promise<void> {
  const { names, timeoutSeconds, settleSeconds, reasons, bucket, id } = plan;
  const since = new Date(log.started);
  const { source, uploaded, again } = await store(aws, plan, log);
  if (!plan.triggers) {
    log.note('nothing triggers the function, so no row comes of a file');
    await log.hop('deleted', () => clearProbe(aws, bucket, id));
    return;
  }
  const logWait: LogWait = { group: names.logGroup, id, key: source.key, since };
  const wait: RowWait = {
    table: names.table,
    log: logWait,
    timeoutSeconds,
    settleSeconds,
    knownFailures: new Set(),
    reasons: () => reasons('row'),
  };
  const row = await log.hop('row', (control) => awaitRow(aws, wait, uploaded, again, control));
  await aside(() => askApi(plan, row, log));
  if (plan.logs) await aside(() => lookForLine(row.uploadTime));
  await log.hop('deleted', () => clearProbe(aws, bucket, id));
  await log.hop('rowGone', (control) => awaitNoRow(aws, wait, control));

  async function lookForLine(uploadTime: string): Promise<void> {
    const line = { ...logWait, uploadTime, timeoutSeconds: Math.min(timeoutSeconds, LOG_SECONDS) };
    await log.hop('logLine', async (control) => log.run(await awaitFunctionRun(aws, line, control)));
  }

  /** Everything after it works without. */
  async function aside(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.control.signal.throwIfAborted();
      await log.fail(error);
    }
  }
}

/** Where the name alone may be the reason that it is not found, the API does work. */
async function askApi(plan: ProbePlan, row: FileRecord, log: ProbeLog): Promise<void> {
  const api = await log.before('apiRow', plan.findQueryApi);
  if (api === undefined) {
    log.note(`there is no API with ${QUERY_METHOD} to ask for the row: filepipe setup makes it`);
    return;
  }
  try {
    await log.hop('apiRow', (control) =>
      whenOpen(control, `${QUERY_METHOD} to answer`, plan.settleSeconds, () => askForRow(api, row, control)),
    );
  } catch (error) {
    if (!isAboutNameInPath(error) || (await plan.reasons('apiRow')).length > 0) throw error;
    log.note(
      `${QUERY_METHOD} does not find names like ${nastyNames[plan.via]}: ask for such a file with filepipe show`,
    );
  }
}

/** CloudWatch shows most lines within ten seconds. */
const LOG_SECONDS = 30;

interface Stored {
  readonly source: Source;
  readonly uploaded: Uploaded;
  /** Uploads it once more. */
  readonly again: () => Promise<Uploaded>;
}

/** Under the nasty name, or, where API Gateway cannot pass that on, under a plain one. */
async function store(aws: Aws, plan: ProbePlan, log: ProbeLog): Promise<Stored> {
  const { via, id, bucket, settleSeconds } = plan;
  const named = await writeProbe(plan.folder, id);
  const door = await log.before('stored', plan.openDoor);
  try {
    return await under(nastyNames[via]);
  } catch (error) {
    if (via !== 'api' || !isAboutName(error)) throw error;
    log.note(await nameNote());
    return await under(PLAIN_NAME);
  }

  async function under(name: string): Promise<Stored> {
    const source = named(name);
    log.key(source);
    const again = () => door(source, () => {});
    const uploaded = await log.hop('stored', (control) =>
      whenOpen(control, 'the way in to open', settleSeconds, again),
    );
    const stored = { bucket: bucket.Bucket, versionId: uploaded.versionId };
    await log.hop('sameBytes', (control) => requireSameBytes(aws.s3, stored, source, control.signal));
    return { source, uploaded, again };
  }

  async function nameNote(): Promise<string> {
    const works = `works, but not with names like ${nastyNames.api}`;
    const [key] = await probeKeys(aws, bucket, id);
    return key === undefined ? works : `${works}: that was stored as ${key}`;
  }
}

/** What refused it last says more than that it took too long. */
async function whenOpen<T>(
  control: Control,
  what: string,
  settleSeconds: number,
  attempt: () => Promise<T>,
): Promise<T> {
  const wait = { what, timeoutSeconds: settleSeconds, maxDelaySeconds: 2 };
  try {
    return await retrying(control, wait, mayPass, attempt);
  } catch (error) {
    throw error instanceof FilepipeError && mayPass(error.cause) ? error.cause : error;
  }
}
