/** A template taken apart: text stands as it is, references are looked up. */
export type TemplatePart = string | Reference;

/** `$input.json('$.name')`, `$context.identity.sourceIp`, `$util.urlEncode($input.body)`, … */
export interface Reference {
  /** As it was written. */
  readonly source: string;
  readonly root: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name: string;
  /** Undefined when it is a property and not a call. */
  readonly args: readonly Argument[] | undefined;
}

export type Argument = string | Reference;

/**
 * Reads the part of the Velocity language that is references; undefined when the text is not well-formed.
 * `$!name` and `${name}` are the same as `$name`. A `$` that starts no known reference is text.
 */
export function parseTemplate(text: string): readonly TemplatePart[] | undefined {
  const parts: TemplatePart[] = [];
  let at = 0;
  while (at < text.length) {
    START.lastIndex = at;
    const start = START.exec(text);
    if (start === null) break;
    if (start.index > at) parts.push(text.slice(at, start.index));
    const parsed = parseReference(text, start.index);
    if (parsed === undefined) return undefined;
    parts.push(parsed.reference);
    at = parsed.end;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

const START = /\$!?\{?(?:input|context|stageVariables|util)\b/g;
const OPENING = /\$!?(\{?)(input|context|stageVariables|util)\b/y;
const PROPERTY = /\.([A-Za-z][\w-]*)/y;
const STRING = /\s*(?:'([^']*)'|"([^"]*)")\s*/y;

interface Parsed<T> {
  readonly value: T;
  readonly end: number;
}

function parseReference(text: string, start: number) {
  const opening = match(OPENING, text, start);
  if (opening === undefined) return undefined;
  const [whole, brace, root = ''] = opening;
  const steps = parseSteps(text, start + whole.length);
  if (steps === undefined) return undefined;
  if (brace !== '' && text[steps.end] !== '}') return undefined;
  const end = steps.end + (brace ?? '').length;
  const reference: Reference = { source: text.slice(start, end), root, steps: steps.value };
  return { reference, end };
}

function parseSteps(text: string, start: number): Parsed<Step[]> | undefined {
  const steps: Step[] = [];
  let end = start;
  for (;;) {
    const property = match(PROPERTY, text, end);
    if (property === undefined) return { value: steps, end };
    const [whole, name = ''] = property;
    end += whole.length;
    const args = text[end] === '(' ? parseArguments(text, end + 1) : undefined;
    if (text[end] === '(' && args === undefined) return undefined;
    steps.push({ name, args: args?.value });
    end = args?.end ?? end;
  }
}

function parseArguments(text: string, start: number): Parsed<Argument[]> | undefined {
  if (text[start] === ')') return { value: [], end: start + 1 };
  const args: Argument[] = [];
  let end = start;
  for (;;) {
    const argument = parseArgument(text, end);
    if (argument === undefined) return undefined;
    args.push(argument.value);
    end = argument.end + 1;
    const separator = text[argument.end];
    if (separator === ')') return { value: args, end };
    if (separator !== ',') return undefined;
  }
}

function parseArgument(text: string, start: number): Parsed<Argument> | undefined {
  const literal = match(STRING, text, start);
  if (literal !== undefined) return { value: literal[1] ?? literal[2] ?? '', end: start + literal[0].length };
  const blanks = match(/\s*/y, text, start)?.[0].length ?? 0;
  const nested = parseReference(text, start + blanks);
  return nested && { value: nested.reference, end: nested.end };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
