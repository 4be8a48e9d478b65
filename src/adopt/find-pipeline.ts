import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { UsageError } from '../errors.ts';
import { abortable } from '../provision/engine/abortable.ts';
import type { Place } from '../provision/names.ts';
import { listTriggers, type Triggers } from '../provision/resources/bucket-triggers.ts';
import { type FoundAlarm, findAlarms } from './find-alarms.ts';
import { type FoundApi, findApis } from './find-apis.ts';
import { type FoundBucket, findBucket, findTriggers } from './find-bucket.ts';
import { type FoundFunction, findFunction } from './find-function.ts';
import { type FoundLogGroup, findLogGroup } from './find-log-group.ts';
import { type FoundRole, findRole } from './find-role.ts';
import { type FoundTable, findTable } from './find-table.ts';
import { absent, type Part, valueIn } from './part.ts';
import { conditionValues, isForService } from './statements.ts';

/** A pipeline somebody made by hand, as far as its links could be followed. */
export interface FoundPipeline {
  /** What it was found by. */
  readonly named: Start;
  readonly bucket: Part<FoundBucket>;
  readonly function: Part<FoundFunction>;
  readonly role: Part<FoundRole>;
  readonly table: Part<FoundTable>;
  readonly logGroup: Part<FoundLogGroup>;
  /** Those that put files into the bucket. */
  readonly apis: Part<readonly FoundApi[]>;
  /** Those on the function. */
  readonly alarms: Part<readonly FoundAlarm[]>;
  /** Names of functions that the bucket runs besides. */
  readonly otherFunctions: readonly string[];
  /** Names of buckets that run the function besides. */
  readonly otherBuckets: readonly string[];
}

/** What is known of a pipeline at first. */
export interface Start {
  readonly bucket?: string | undefined;
  readonly function?: string | undefined;
  /** Instead of looking for one. */
  readonly table?: string | undefined;
}

/**
 * Follows the links of a pipeline from its bucket or its function to everything else, by reads alone. What may
 * not be read is unknown, and so may be what could only be found through it.
 */
export async function findPipeline(
  clients: Clients,
  place: Place,
  start: Start,
  control: Control,
): Promise<FoundPipeline> {
  const aws = abortable(clients, control.signal);
  if (start.bucket === undefined && start.function === undefined) {
    throw new UsageError('neither a bucket nor a function is named', {
      hint: 'name the bucket with --bucket, or the function with --function',
    });
  }
  const ends =
    start.bucket === undefined
      ? await fromFunction(aws, place, start.function ?? '')
      : await fromBucket(aws, place, start.bucket, start.function);
  const lambda = valueIn(ends.function);
  const bucketName = start.bucket ?? valueIn(ends.bucket)?.name;
  const functionName = start.function ?? lambda?.name;
  const roleArn = lambda?.configuration.Role;
  const [role, apis, alarms, logGroup] = await Promise.all([
    roleArn === undefined ? absent : findRole(aws, roleArn),
    bucketName === undefined ? absent : findApis(aws, bucketName),
    functionName === undefined ? absent : findAlarms(aws, functionName),
    lambda === undefined ? absent : findLogGroup(aws, logGroupOf(lambda)),
  ]);
  const table = await findTable(aws, lambda, role, start.table);
  return { named: start, ...ends, role, apis, alarms, logGroup, table };
}

type Ends = Pick<FoundPipeline, 'bucket' | 'function' | 'otherFunctions' | 'otherBuckets'>;

async function fromBucket(
  aws: Clients,
  place: Place,
  name: string,
  functionName: string | undefined,
): Promise<Ends> {
  const bucket = await findBucket(aws, place, name);
  const triggers = valueIn(bucket)?.triggers;
  const run = functionsRunBy(valueIn(triggers));
  const chosen = functionName ?? run[0];
  const lambda = chosen === undefined ? unlessUnknown(triggers) : await findFunction(aws, chosen);
  const running = lambda.state === 'found' ? await bucketsRunning(aws, place, lambda.value) : [];
  return {
    bucket,
    function: lambda,
    otherFunctions: run.filter((it) => it !== chosen),
    otherBuckets: running.filter((it) => it !== name),
  };
}

/** Which function a bucket runs cannot be known without its triggers. */
function unlessUnknown(triggers: Part<Triggers> | undefined): Part<FoundFunction> {
  return triggers?.state === 'unknown' ? triggers : absent;
}

async function fromFunction(aws: Clients, place: Place, name: string): Promise<Ends> {
  const lambda = await findFunction(aws, name);
  const [bucketName, ...otherBuckets] =
    lambda.state === 'found' ? await bucketsRunning(aws, place, lambda.value) : [];
  const bucket = bucketName === undefined ? absent : await findBucket(aws, place, bucketName);
  const triggers = valueIn(bucket)?.triggers;
  const otherFunctions = functionsRunBy(valueIn(triggers)).filter((it) => it !== name);
  return { bucket, function: lambda, otherFunctions, otherBuckets };
}

/** The names of the functions that a bucket runs, each once, those that hear of new files first. */
function functionsRunBy(triggers: Triggers = {}): string[] {
  const run = listTriggers(triggers).flatMap(({ destination, events }) => {
    const name = functionNameOf(destination);
    const first = events.some((event) => event.startsWith('s3:ObjectCreated:'));
    return name === undefined ? [] : [{ name, first }];
  });
  const sorted = run.toSorted((a, b) => Number(b.first) - Number(a.first));
  return [...new Set(sorted.map(({ name }) => name))];
}

/** The name in a function's ARN, which may end with a version or an alias; undefined for an ARN of other things. */
export function functionNameOf(arn: string): string | undefined {
  return /^arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(arn)?.[1];
}

/**
 * The names of the buckets that run the function, of those that it lets run it; those whose triggers may not be
 * read count.
 */
async function bucketsRunning(aws: Clients, place: Place, lambda: FoundFunction): Promise<string[]> {
  const statements = (valueIn(lambda.statements) ?? []).filter((it) => isForService(it, 's3.amazonaws.com'));
  const allowed = statements
    .flatMap((it) => conditionValues(it, 'aws:SourceArn'))
    .map((arn) => arn.split(':::')[1] ?? '')
    .filter((name) => /^[a-z0-9.-]+$/.test(name));
  const looks = await Promise.all(
    [...new Set(allowed)].map(async (name) => ({ name, triggers: await findTriggers(aws, place, name) })),
  );
  return looks
    .filter(({ triggers }) => triggers.state !== 'absent')
    .filter(
      ({ triggers }) =>
        triggers.state === 'unknown' || functionsRunBy(valueIn(triggers)).includes(lambda.name),
    )
    .map(({ name }) => name);
}

function logGroupOf({ name, configuration }: FoundFunction): string {
  return configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
}
