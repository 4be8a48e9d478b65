import type { Clients } from '../clients.ts';
import { formatJson } from './format-json.ts';
import type { Fields, WriteCall } from './record-writes.ts';
import { literals, shellWord, variable } from './shell-word.ts';

/** The shell variable with the path of the function's zip. */
export const ZIP_VARIABLE = 'zip';

/**
 * A call as a command of aws-cli, in words of a shell: `aws`, service and operation, then each flag with its
 * values. These are in aws-cli's short form where nothing in them could be misread, else in JSON.
 */
export function awsCommand({ service, operation, input }: WriteCall): string[][] {
  const given = Object.entries(cliInput(operation, input)).filter(([, value]) => value !== undefined);
  return [
    ['aws', serviceNames[service] ?? service, dashed(operation)],
    ...given.map(([name, value]) => flag(dashed(name), value)),
  ];
}

/** Where aws-cli calls a service otherwise than the SDK does. */
const serviceNames: Partial<Record<keyof Clients, string>> = { s3: 's3api' };

/** Where aws-cli's flags differ from the API's members. */
function cliInput(operation: string, input: Fields): Fields {
  if (operation === 'CreateFunction') {
    const { Code: _, ...rest } = input;
    return { ...rest, ZipFile: `fileb://${variable(ZIP_VARIABLE)}` };
  }
  if (operation === 'Subscribe') {
    const { Endpoint: NotificationEndpoint, ...rest } = input;
    return { ...rest, NotificationEndpoint };
  }
  return input;
}

/** `OKActions` → `ok-actions`, by the rule of aws-cli: https://github.com/boto/botocore/blob/develop/botocore/__init__.py */
function dashed(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

function flag(name: string, value: unknown): string[] {
  if (value === true) return [`--${name}`];
  if (value === false) return [`--no-${name}`];
  const words = wordsOf(value, name);
  // What begins with a hyphen would be taken for a flag.
  const [first = ''] = words;
  return first.startsWith('-') ? [`--${name}=${shellWord(first)}`] : [`--${name}`, ...words.map(shellWord)];
}

function wordsOf(value: unknown, name: string): string[] {
  if (typeof value === 'string') return [documentText(value, name)];
  if (typeof value !== 'object' || value === null) return [String(value)];
  return (Array.isArray(value) ? listWords(value) : mapWords(value)) ?? [json(value, name)];
}

const SHORT = 60;

/** Begins after the flag's name; what does not fit there goes on below. */
function json(value: unknown, name: string): string {
  return formatJson(value, 74, '    ', `--${name} '`.length);
}

/** A policy or the like, which is a text to AWS and JSON to its readers. */
function documentText(text: string, name: string): string {
  if (!text.startsWith('{')) return text;
  try {
    return json(JSON.parse(text), name);
  } catch {
    return text;
  }
}

/** Undefined when only JSON will do. */
function listWords(list: readonly unknown[]): string[] | undefined {
  if (list.length === 0) return undefined;
  if (list.every((member) => typeof member === 'string' && /^[^-[{]/.test(member))) return list.map(String);
  const words = list.map((member) =>
    typeof member === 'object' && member !== null ? shorthand(member) : undefined,
  );
  return words.every((word) => word !== undefined) ? words : undefined;
}

function mapWords(map: object): string[] | undefined {
  const word = shorthand(map);
  return word === undefined ? undefined : [word];
}

/** `Key=a,Value=b`: for flat values without anything that means something in it. */
function shorthand(map: object): string | undefined {
  const pairs = Object.entries(map).filter(([, value]) => value !== undefined);
  const simple = pairs.every(
    ([key, value]) =>
      /^[\w.#/:-]+$/.test(key) &&
      ['string', 'boolean', 'number'].includes(typeof value) &&
      isSimple(`${value}`),
  );
  const word = pairs.map(([key, value]) => `${key}=${value}`).join(',');
  return simple && pairs.length > 0 && word.length <= SHORT ? word : undefined;
}

function isSimple(text: string): boolean {
  return text !== '' && literals(text).every((literal) => /^[\w.:/*+-]*$/.test(literal));
}
