import { invalidMapping } from './faults.ts';

/** Where a mapped value comes from: `'text'`, or a place and what it is called there. */
export type Mapping =
  | { readonly from: 'literal'; readonly text: string }
  | { readonly from: MappingSource; readonly name: string };

type MappingSource =
  | 'context'
  | 'stageVariables'
  | 'method.request.path'
  | 'method.request.querystring'
  | 'method.request.header'
  | 'method.request.multivaluequerystring'
  | 'method.request.multivalueheader'
  | 'method.request.body'
  | 'integration.response.header'
  | 'integration.response.multivalueheader'
  | 'integration.response.body';

/**
 * Reads a mapping expression; undefined when it is none. The name of a `….body` is a JSON path, `$` for
 * the whole.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export function readMapping(expression: string): Mapping | undefined {
  const literal = /^'(.*)'$/s.exec(expression);
  if (literal) return { from: 'literal', text: literal[1] ?? '' };
  const body = /^(method\.request\.body|integration\.response\.body)(?:\.(.+))?$/.exec(expression);
  if (body) return { from: body[1] as MappingSource, name: body[2] === undefined ? '$' : `$.${body[2]}` };
  const named = NAMED.exec(expression);
  return named ? { from: named[1] as MappingSource, name: named[2] ?? '' } : undefined;
}

/** What a request's mapping may not do is refused; `declared` are the method's own request parameters. */
export function checkRequestMapping(expression: string, declared: Readonly<Record<string, boolean>>): void {
  const mapping = readMapping(expression);
  if (mapping === undefined || mapping.from.startsWith('integration.')) throw unreadable(expression);
  const isParameter = mapping.from.startsWith('method.request.') && mapping.from !== 'method.request.body';
  if (isParameter && !Object.hasOwn(declared, expression)) throw undeclared(expression);
}

export function checkResponseMapping(expression: string): void {
  const mapping = readMapping(expression);
  if (mapping === undefined || mapping.from.startsWith('method.')) throw unreadable(expression);
}

export function unreadable(expression: string) {
  return invalidMapping(`Invalid mapping expression specified: ${expression}`);
}

export function undeclared(parameter: string) {
  return invalidMapping(`Invalid mapping expression parameter specified: ${parameter}`);
}

/** What a parameter of a request may be called; a header's name is a token of HTTP. */
export const REQUEST_PARAMETER =
  /^(?:method|integration)\.request\.(?:(?:path|(?:multivalue)?querystring)\.([\w.$:-]+)|(?:multivalue)?header\.([\w.$-]+))$/;
export const RESPONSE_HEADER = /^method\.response\.(?:multivalue)?header\.[\w.$-]+$/;

const NAMED =
  /^(context|stageVariables|method\.request\.(?:path|(?:multivalue)?(?:querystring|header))|integration\.response\.(?:multivalue)?header)\.([\w.$:-]+)$/;
