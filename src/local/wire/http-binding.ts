import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../aws-error.ts';
import type { WireRequest } from './message.ts';
import type { Input } from './protocol.ts';
import { matchPath } from './route.ts';
import type { Operation } from './schema.ts';

/** Where a member of a REST operation's input or output travels. */
interface Binding {
  readonly name: string;
  readonly schema: NormalizedSchema;
  readonly place:
    | 'label'
    | 'query'
    | 'queryParams'
    | 'header'
    | 'prefixHeaders'
    | 'status'
    | 'payload'
    | 'body';
  /** Header or query name, or header prefix. */
  readonly key: string;
}

/** The members of a struct with their HTTP places. */
export function bindingsOf(struct: NormalizedSchema): readonly Binding[] {
  const known = bindings.get(struct);
  if (known !== undefined) return known;
  const members = struct.isStructSchema() ? [...struct.structIterator()] : [];
  const found = members.map(([name, schema]) => ({ name, schema, ...placeOf(name, schema) }));
  bindings.set(struct, found);
  return found;
}

const bindings = new WeakMap<NormalizedSchema, readonly Binding[]>();

/** What the path, the query and the headers say of the input. */
export function readBindings(operation: Operation, request: WireRequest, path: string): Input {
  const labels = matchPath(operation.http?.path ?? '/', path) ?? {};
  const bindings = bindingsOf(operation.input);
  const bound = new Set(bindings.filter(({ place }) => place === 'query').map(({ key }) => key));
  const input: Input = {};
  for (const binding of bindings) {
    const value = readBinding(binding, request, labels, bound);
    if (value !== undefined) input[binding.name] = value;
  }
  return input;
}

/** The headers and the status that an output asks for, with what is left for the payload. */
export function writeBindings(operation: Operation, output: Input) {
  const bindings = bindingsOf(operation.output);
  const headers: Record<string, string> = {};
  let status = operation.http?.status ?? 200;
  for (const binding of bindings) {
    const value = output[binding.name];
    if (value === undefined || value === null) continue;
    if (binding.place === 'status') status = Number(value);
    else Object.assign(headers, writeHeaders(binding, value));
  }
  const payload = bindings.find(({ place }) => place === 'payload');
  const hasBody = bindings.some(({ place }) => place === 'body');
  return { headers, status, payload, hasBody };
}

const settings = { timestampFormat: { useTrait: true, default: 5 as const }, httpBindings: true };
const fromText = new FromStringShapeDeserializer(settings);
const toText = new ToStringShapeSerializer(settings);

function placeOf(name: string, schema: NormalizedSchema): Pick<Binding, 'place' | 'key'> {
  const traits = schema.getMergedTraits();
  if (traits.httpLabel) return { place: 'label', key: name };
  if (traits.httpQuery) return { place: 'query', key: traits.httpQuery };
  if (traits.httpHeader) return { place: 'header', key: traits.httpHeader.toLowerCase() };
  if (traits.httpPrefixHeaders)
    return { place: 'prefixHeaders', key: traits.httpPrefixHeaders.toLowerCase() };
  if (traits.httpQueryParams) return { place: 'queryParams', key: '' };
  if (traits.httpResponseCode) return { place: 'status', key: name };
  return { place: traits.httpPayload ? 'payload' : 'body', key: name };
}

function readBinding(
  { name, schema, place, key }: Binding,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
  bound: ReadonlySet<string>,
): unknown {
  switch (place) {
    case 'label': {
      const text = labels[name];
      return text === undefined ? undefined : readScalar(schema, text, name);
    }
    case 'query':
      return readQuery(schema, request.query.getAll(key), name);
    case 'queryParams':
      return Object.fromEntries([...request.query].filter(([param]) => !bound.has(param)));
    case 'header': {
      const text = request.headers[key];
      return text === undefined ? undefined : readScalar(schema, text, name);
    }
    case 'prefixHeaders':
      return readPrefixHeaders(key, request.headers);
    default:
      return undefined;
  }
}

function readQuery(schema: NormalizedSchema, texts: readonly string[], name: string): unknown {
  const [first] = texts;
  if (first === undefined) return undefined;
  if (schema.isListSchema()) return texts.map((text) => readScalar(schema.getValueSchema(), text, name));
  return readScalar(schema, first, name);
}

function readPrefixHeaders(prefix: string, headers: Readonly<Record<string, string>>): Input | undefined {
  const found = Object.entries(headers).filter(([header]) => header.startsWith(prefix));
  if (found.length === 0) return undefined;
  return Object.fromEntries(found.map(([header, text]) => [header.slice(prefix.length), text]));
}

function readScalar(schema: NormalizedSchema, text: string, name: string): unknown {
  const wrong = () => new AwsError('InvalidArgument', `Value '${text}' at '${name}' is not valid`);
  if (schema.isNumericSchema() && (text === '' || !Number.isFinite(Number(text)))) throw wrong();
  if (schema.isBooleanSchema() && !/^(true|false)$/i.test(text)) throw wrong();
  try {
    return fromText.read(schema, text);
  } catch {
    throw wrong();
  }
}

function writeScalar(schema: NormalizedSchema, value: unknown): string {
  toText.write(schema, value);
  return toText.flush();
}

function writeHeaders({ schema, place, key }: Binding, value: unknown): Record<string, string> {
  if (place === 'header') return { [key]: writeScalar(schema, value) };
  if (place !== 'prefixHeaders') return {};
  const entries = Object.entries(value as Input);
  return Object.fromEntries(entries.map(([name, text]) => [key + name.toLowerCase(), String(text)]));
}
