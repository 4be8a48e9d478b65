import { badRequest, notServed } from '../faults.ts';
import { atJsonPath, isJsonPath } from './json-path.ts';
import { type Argument, parseTemplate, type Reference, type Step } from './template-syntax.ts';

/** What a template can speak about. */
export interface TemplateScope {
  /** `$input.body` */
  readonly body: string;
  /** `$input.params(…)`: path, query string and headers are asked in this order. */
  readonly params: {
    readonly path: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
    readonly header: Readonly<Record<string, string>>;
  };
  readonly context: object;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** Refuses a template that `render` would not do justice to: no directives, no Velocity methods. */
export function checkTemplate(template: string): void {
  const directive =
    /#(?:set|if|elseif|else|foreach|end|break|stop|macro|include|parse|evaluate|define)\b/.exec(template);
  if (directive) throw notServed(`the directive ${directive[0]} in mapping templates`);
  if (/##|#\*/.test(template)) throw notServed('comments in mapping templates');
  const parts = parseTemplate(template);
  if (parts === undefined) throw badRequest('Invalid mapping template specified');
  for (const part of parts) if (typeof part !== 'string') checkReference(part);
}

/** The template filled in; what is not there comes out empty. */
export function render(template: string, scope: TemplateScope): string {
  const parts = parseTemplate(template) ?? [template];
  return parts.map((part) => (typeof part === 'string' ? part : asText(evaluate(part, scope)))).join('');
}

/** Thrown by `render` when the body should be JSON and is not. */
export class BodyNotJsonError extends Error {
  constructor(cause: unknown) {
    super('Could not parse request body into json', { cause });
    this.name = 'BodyNotJsonError';
  }
}

const UTILITIES: Readonly<Record<string, (text: string) => unknown>> = {
  escapeJavaScript,
  parseJson,
  // As java.net.URLEncoder does: for forms, so a space becomes a plus.
  urlEncode: (text) => new URLSearchParams({ '': text }).toString().slice(1),
  urlDecode: (text) => new URLSearchParams(`=${text.replaceAll('&', '%26')}`).get('') ?? '',
  base64Encode: (text) => Buffer.from(text).toString('base64'),
  base64Decode: (text) => Buffer.from(text, 'base64').toString('utf8'),
};
const INPUTS = ['body', 'json', 'path', 'params'];

function checkReference({ source, root, steps }: Reference): void {
  const [first] = steps;
  if (root === 'input') checkInput(source, first);
  if (root === 'util') checkUtility(source, first);
  const properties = root === 'input' || root === 'util' ? steps.slice(1) : steps;
  if (properties.some(({ args }) => args !== undefined)) throw notServed(`${source} in mapping templates`);
  const nested = steps.flatMap(({ args = [] }) => args);
  for (const argument of nested) if (typeof argument !== 'string') checkReference(argument);
}

function checkUtility(source: string, step: Step | undefined): void {
  if (step?.args?.length === 1 && Object.hasOwn(UTILITIES, step.name)) return;
  throw notServed(`${source} in mapping templates`);
}

function checkInput(source: string, step: Step | undefined): void {
  if (step === undefined || !INPUTS.includes(step.name)) throw notServed(`${source} in mapping templates`);
  const isCall = step.args !== undefined;
  if (isCall === (step.name === 'body')) throw badRequest('Invalid mapping template specified');
  if (step.name !== 'json' && step.name !== 'path') return;
  const [path] = step.args ?? [];
  if (typeof path !== 'string' || !isJsonPath(path)) throw notServed(`${source} in mapping templates`);
}

function evaluate({ root, steps }: Reference, scope: TemplateScope): unknown {
  const [first, ...rest] = steps;
  if (root === 'context') return walk(scope.context, steps);
  if (root === 'stageVariables') return walk(scope.stageVariables, steps);
  if (first === undefined) return undefined;
  const args = (first.args ?? []).map((argument) => argumentOf(argument, scope));
  const value =
    root === 'util' ? UTILITIES[first.name]?.(asText(args[0])) : input(first.name, args.map(asText), scope);
  return walk(value, rest);
}

function argumentOf(argument: Argument, scope: TemplateScope): unknown {
  return typeof argument === 'string' ? argument : evaluate(argument, scope);
}

function input(name: string, [argument]: readonly string[], { body, params }: TemplateScope): unknown {
  if (name === 'body') return body;
  if (name === 'json') return JSON.stringify(atJsonPath(parseJson(body), argument ?? '$'));
  if (name === 'path') return atJsonPath(parseJson(body), argument ?? '$');
  if (argument === undefined) return params;
  const header = Object.entries(params.header).find(([key]) => key.toLowerCase() === argument.toLowerCase());
  return params.path[argument] ?? params.querystring[argument] ?? header?.[1];
}

function walk(value: unknown, steps: readonly Step[]): unknown {
  let found = value;
  for (const { name } of steps) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = Reflect.get(found, name);
  }
  return found;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch (cause) {
    throw new BodyNotJsonError(cause);
  }
}

/** Safe between quotes of JSON and of JavaScript. */
function escapeJavaScript(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/['/]/g, '\\$&')
    .replace(
      /[^\x20-\x7e]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    );
}
