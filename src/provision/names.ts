import { UsageError } from '../errors.ts';
import type { Target } from '../target/target.ts';
import type { Settings } from './settings.ts';

/** Everything that probes of a pipeline put into its bucket is below this name. */
export const PROBE_PREFIX = 'filepipe-probe/';

/** What the things of one install are called on AWS. */
export interface Names {
  readonly bucket: string;
  readonly table: string;
  readonly function: string;
  /** Every role's name starts with it, and no other role of filepipe's. */
  readonly rolePrefix: string;
  readonly functionRole: string;
  readonly apiRole: string;
  readonly queryRole: string;
  readonly logGroup: string;
  readonly failureQueue: string;
  readonly topic: string;
  readonly restApi: string;
  readonly stage: string;
  readonly apiKey: string;
  readonly dashboard: string;
  /** Every alarm's name starts with it. */
  readonly alarmPrefix: string;
  /** Our entry in the bucket's list of triggers. */
  readonly notificationId: string;
  /** Our statement in the function's own policy. */
  readonly invokeStatement: string;
}

/** The ARNs that follow from the names, so that they are known before anything exists. */
export interface Arns {
  readonly bucket: string;
  readonly table: string;
  readonly function: string;
  readonly functionRole: string;
  readonly apiRole: string;
  readonly queryRole: string;
  /** Without the `:*` that most log actions want. */
  readonly logGroup: string;
  readonly failureQueue: string;
  readonly topic: string;
  readonly dashboard: string;
}

/** Where an install lives: what of the target decides names. */
export type Place = Pick<Target, 'accountId' | 'region' | 'partition' | 'dnsSuffix'>;

/**
 * The names of an install: the same for the same place and settings, always.
 * Fails with a `UsageError` that lists every name AWS would find too long.
 */
export function namesOf(place: Place, settings: Pick<Settings, 'install' | 'overrides'>): Names {
  const { install, overrides } = settings;
  const suffix = install === 'filepipe' ? '' : `-${install}`;
  const own = `filepipe${suffix}`;
  const rolePrefix = `${own}-${place.region}-`;
  const functionName = overrides.function ?? `FilesProcessed${suffix}`;
  const names: Names = {
    bucket: overrides.bucket ?? `${own}-${place.accountId}-${place.region}`,
    table: overrides.table ?? `FileMetadata${suffix}`,
    function: functionName,
    rolePrefix,
    functionRole: `${rolePrefix}function`,
    apiRole: `${rolePrefix}api`,
    queryRole: `${rolePrefix}query`,
    logGroup: `/aws/lambda/${functionName}`,
    failureQueue: `${own}-failures`,
    topic: `${own}-alarms`,
    restApi: own,
    stage: 'prod',
    apiKey: own,
    // Dashboards are global to the account.
    dashboard: `${own}-${place.region}`,
    alarmPrefix: `${own}-`,
    notificationId: own,
    invokeStatement: `${own}-bucket`,
  };
  refuseLongNames(names);
  return names;
}

/** The ARNs of these names in this place. */
export function arnsOf(place: Place, names: Names): Arns {
  const { accountId, partition, region } = place;
  const regional = (service: string, rest: string) =>
    `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
  const global = (service: string, rest: string) => `arn:${partition}:${service}::${accountId}:${rest}`;
  return {
    bucket: `arn:${partition}:s3:::${names.bucket}`,
    table: regional('dynamodb', `table/${names.table}`),
    function: regional('lambda', `function:${names.function}`),
    functionRole: roleArn(place, names.functionRole),
    apiRole: roleArn(place, names.apiRole),
    queryRole: roleArn(place, names.queryRole),
    logGroup: regional('logs', `log-group:${names.logGroup}`),
    failureQueue: regional('sqs', names.failureQueue),
    topic: regional('sns', names.topic),
    dashboard: global('cloudwatch', `dashboard/${names.dashboard}`),
  };
}

/** The ARN of a role, by its name. */
export function roleArn({ partition, accountId }: Place, role: string): string {
  return `arn:${partition}:iam::${accountId}:role/${role}`;
}

/** The ARN of an alarm, by its name. */
export function alarmArn(place: Place, alarm: string): string {
  return `arn:${place.partition}:cloudwatch:${place.region}:${place.accountId}:alarm:${alarm}`;
}

/** The ARN of an API, an API key or the like, by its path; API Gateway's ARNs name no account. */
export function apiGatewayArn(place: Place, path: string): string {
  return `arn:${place.partition}:apigateway:${place.region}::/${path}`;
}

/** What somebody who calls this method is allowed, whichever API it is: its id is AWS's choice. */
export function apiMethodArn(place: Place, { stage }: Names, method: ApiMethodPath): string {
  return `arn:${place.partition}:execute-api:${place.region}:${place.accountId}:*/${stage}/${method}`;
}

/** As IAM names a method, with a wildcard for a variable. */
export type ApiMethodPath = 'POST/upload' | 'GET/files' | 'GET/files/*';

/** The ARN of a managed policy that AWS itself keeps. */
export function managedPolicyArn(place: Place, policy: string): string {
  return `arn:${place.partition}:iam::aws:policy/${policy}`;
}

/** The most characters AWS takes, from each service's API reference; the others cannot get that long. */
const limits = [
  ['bucket', 'S3', 63],
  ['table', 'DynamoDB', 255],
  ['function', 'Lambda', 64],
  ['functionRole', 'IAM', 64],
  ['apiRole', 'IAM', 64],
  ['queryRole', 'IAM', 64],
  ['failureQueue', 'SQS', 80],
] as const;

function refuseLongNames(names: Names): void {
  const faults = limits
    .filter(([kind, , most]) => names[kind].length > most)
    .map(([kind, service, most]) => {
      const name = names[kind];
      return `${spaced(kind)} name ${name} has ${name.length} characters, ${service} allows ${most}`;
    });
  if (faults.length === 0) return;
  throw new UsageError(faults.join('\n'), { hint: 'choose a shorter install name with --name' });
}

function spaced(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
