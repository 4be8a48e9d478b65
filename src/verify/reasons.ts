import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import type { Clients } from '../clients.ts';
import { errorWords } from '../error-words.ts';
import type { LogLine } from '../function-logs.ts';
import { readLogs } from '../function-logs.ts';
import type { Look, Step } from '../provision/engine/step.ts';
import type { Names } from '../provision/names.ts';
import type { HopName } from './probe.ts';

/** Why a hop may have failed. */
export interface Reason {
  /** The part of the pipeline that it lies in, by the name of its step. */
  readonly part: string;
  readonly text: string;
  /** `certain`: the hop cannot work as long as that lasts. `sign`: something else must be the reason for both. */
  readonly weight: 'certain' | 'likely' | 'sign';
  readonly hint: string;
}

export interface Suspects {
  readonly aws: Pick<Clients, 'lambda' | 'logs'>;
  readonly steps: readonly Step[];
  readonly names: Names;
  /** When the file was stored. */
  readonly since: Date;
  readonly signal: AbortSignal;
}

/**
 * Looks at all that a hop depends on, and returns what is wrong with it, the likeliest reason first. What cannot
 * be looked at is passed over: this is about a failure that has its own error.
 */
export async function reasonsFor(hop: HopName, suspects: Suspects): Promise<readonly Reason[]> {
  const { steps, signal } = suspects;
  const parts = PARTS[hop].flatMap((part) => steps.filter(({ name }) => name === part));
  const usesFunction = PARTS[hop].includes('function');
  const alarms = usesFunction ? steps.filter(({ name }) => name.startsWith('alarm ')) : [];
  const [looked, forbidden, lastError, raised] = await Promise.all([
    Promise.all(parts.map(faultsOf)),
    usesFunction ? unlessUnknown(concurrencyFault(suspects)) : undefined,
    usesFunction ? unlessUnknown(lastErrorLine(suspects)) : undefined,
    Promise.all(alarms.map(faultsOf)),
  ]);
  signal.throwIfAborted();
  const faults = looked.flat();
  const all = [...faults, ...(forbidden ?? []), ...(lastError ?? []), ...raised.flat()];
  return WEIGHTS.flatMap((wanted) => all.filter(({ weight }) => weight === wanted));
}

const WEIGHTS = ['certain', 'likely', 'sign'] as const;

/** What each hop depends on, in the order in which an event passes it. */
const FUNCTION_PARTS = [
  'trigger',
  'invoke permission',
  'function',
  'function role',
  'table',
  'failure queue',
];
const PARTS: Readonly<Record<HopName, readonly string[]>> = {
  stored: ['bucket', 'api', 'api key', 'api role'],
  sameBytes: [],
  row: FUNCTION_PARTS,
  apiRow: ['api', 'api key', 'query role', 'table'],
  logLine: ['log group', 'function role'],
  deleted: [],
  rowGone: FUNCTION_PARTS,
};

/** What it means that a part is not there. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  trigger: 'S3 tells nobody of files',
  'invoke permission': 'S3 may not run the function',
  function: 'there is nothing to run',
  'function role': 'the function cannot run',
  table: 'there is nowhere to keep rows',
  'log group': 'there is nowhere to log to',
  api: 'there is no POST /upload',
  'api role': 'the API may not write to the bucket',
  'query role': 'the API may not read the table',
};

async function faultsOf(step: Step): Promise<readonly Reason[]> {
  const look = await unlessUnknown(step.look());
  return look === undefined ? [] : [...presenceFaults(step, look), ...healthFaults(step, look)];
}

function presenceFaults({ name, physicalName }: Step, { presence, changes }: Look): readonly Reason[] {
  const hint = 'let setup put it right: filepipe setup';
  const thing = `${name} ${physicalName}`;
  if (presence === 'foreign')
    return [{ part: name, text: `${thing} is somebody else's`, weight: 'likely', hint }];
  if (changes.length === 0) return [];
  if (presence !== 'absent') {
    const paths = changes.map(({ path }) => path).filter((path) => path !== '');
    return [
      { part: name, text: `${thing} is not as setup makes it: ${paths.join(', ')}`, weight: 'likely', hint },
    ];
  }
  const so = CONSEQUENCES[name];
  return [
    {
      part: name,
      text: `${thing} is missing${so === undefined ? '' : `: ${so}`}`,
      weight: so === undefined ? 'sign' : 'certain',
      hint,
    },
  ];
}

function healthFaults({ name, physicalName }: Step, { health }: Look): readonly Reason[] {
  if (health === undefined || health.ok) return [];
  const thing = name.startsWith('alarm ') ? `alarm ${physicalName}` : `${name} ${physicalName}`;
  return [{ part: name, text: `${thing}: ${health.text}`, weight: 'sign', hint: LOOK_AT_ERRORS }];
}

const LOOK_AT_ERRORS = 'see what the function says: filepipe logs --errors';

/** Nothing at all of it is how functions are switched off in an emergency. */
async function concurrencyFault({ aws, names, signal }: Suspects): Promise<readonly Reason[]> {
  const get = new GetFunctionCommand({ FunctionName: names.function });
  const { Concurrency } = await aws.lambda.send(get, { abortSignal: signal });
  if (Concurrency?.ReservedConcurrentExecutions !== 0) return [];
  const text = `function ${names.function} is switched off: its reserved concurrency is 0`;
  const hint = `switch it on: aws lambda delete-function-concurrency --function-name ${names.function}`;
  return [{ part: 'function', text, weight: 'certain', hint }];
}

async function lastErrorLine({ aws, names, since, signal }: Suspects): Promise<readonly Reason[]> {
  const query = { group: names.logGroup, since, limit: 1, errorsOnly: true };
  const lines = await readLogs(aws.logs, query, signal);
  return lines.map((line) => ({
    part: 'function',
    text: `the function logged: ${told(line)}`,
    weight: 'likely',
    hint: LOOK_AT_ERRORS,
  }));
}

const TOLD_CHARACTERS = 300;

function told({ message }: LogLine): string {
  const words = errorWords(message);
  return words.length > TOLD_CHARACTERS ? `${words.slice(0, TOLD_CHARACTERS)}…` : words;
}

/** Undefined when it cannot be found out. */
async function unlessUnknown<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch(() => undefined);
}
