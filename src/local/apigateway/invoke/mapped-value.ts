import { type Mapping, readMapping } from '../mapping.ts';
import { type Call, contextOf, type Visit } from './call.ts';
import { atJsonPath } from './json-path.ts';

/** What an integration answered, as far as mappings see it. */
export interface Answered {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The value that a mapping expression leads to; undefined when there is none. */
export function mappedValue(
  expression: string,
  visit: Visit & Partial<Call>,
  answered?: Answered,
): string | undefined {
  const mapping = readMapping(expression);
  if (mapping === undefined) return undefined;
  return mapping.from === 'literal' ? mapping.text : lookUp(mapping, visit, answered);
}

type Lookup = (name: string, visit: Visit & Partial<Call>, answered: Answered | undefined) => unknown;

const LOOKUPS: Readonly<Record<Exclude<Mapping['from'], 'literal'>, Lookup>> = {
  context: (name, visit) => atJsonPath(contextOf(visit), `$.${name}`),
  stageVariables: (name, { stage }) => stage.variables?.[name],
  'method.request.path': (name, { pathParameters }) => pathParameters?.[name],
  'method.request.querystring': (name, { query }) => query.getAll(name).at(-1),
  'method.request.multivaluequerystring': (name, { query }) => query.getAll(name).join(',') || undefined,
  'method.request.header': header,
  'method.request.multivalueheader': header,
  'method.request.body': (path, { body }) => inBody(body, path),
  'integration.response.header': answeredHeader,
  'integration.response.multivalueheader': answeredHeader,
  'integration.response.body': (path, _visit, answered) => inBody(answered?.body, path),
};

function lookUp(
  { from, name }: Exclude<Mapping, { readonly from: 'literal' }>,
  visit: Visit & Partial<Call>,
  answered: Answered | undefined,
): string | undefined {
  const value = LOOKUPS[from](name, visit, answered);
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function header(name: string, { request }: Visit): string | undefined {
  return request.headers[name.toLowerCase()];
}

function answeredHeader(name: string, _visit: Visit, answered: Answered | undefined): string | undefined {
  return answered?.headers[name.toLowerCase()];
}

function inBody(body: Buffer | undefined, path: string): unknown {
  const text = body?.toString('utf8') ?? '';
  if (path === '$') return text;
  try {
    return atJsonPath(JSON.parse(text), path);
  } catch {
    return undefined;
  }
}
