import { atJsonPath } from '../invoke/json-path.ts';
import { callMethod } from './java-methods.ts';
import type { Expression, Reference, Step } from './nodes.ts';
import type { Run, TemplateScope } from './scope.ts';
import { asText, parseJson, utilities } from './utilities.ts';

/** The value of an expression; undefined when there is none. */
export function evaluate(expression: Expression, run: Run): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'interpolated':
      return expression.parts
        .map((part) => (typeof part === 'string' ? part : referenceText(part, run)))
        .join('');
    case 'not':
      return !holds(expression.of, run);
    case 'operation':
      return operations[expression.operator]?.(expression, run);
    default:
      return lookUp(expression, run);
  }
}

/** Whether a condition holds: everything does but false and what is not there. */
export function holds(condition: Expression, run: Run): boolean {
  const value = evaluate(condition, run);
  return value !== undefined && value !== null && value !== false;
}

/** What a reference leaves in the text: a variable that is not set stays as it was written, unless it is quiet. */
export function referenceText(reference: Reference, run: Run): string {
  const value = lookUp(reference, run);
  const isMissing = value === undefined || value === null;
  return isMissing && !reference.quiet && !ROOTS.includes(reference.root) ? reference.source : asText(value);
}

/** What is there without being set. */
export const ROOTS: readonly string[] = ['input', 'util', 'context', 'stageVariables'];

interface Operands {
  readonly left: Expression;
  readonly right: Expression;
}

const operations: Readonly<Record<string, (operands: Operands, run: Run) => unknown>> = {
  '||': ({ left, right }, run) => holds(left, run) || holds(right, run),
  '&&': ({ left, right }, run) => holds(left, run) && holds(right, run),
  '==': (operands, run) => equal(operands, run),
  '!=': (operands, run) => !equal(operands, run),
  '<': (operands, run) => compared(operands, run, (left, right) => left < right),
  '>': (operands, run) => compared(operands, run, (left, right) => left > right),
  '<=': (operands, run) => compared(operands, run, (left, right) => left <= right),
  '>=': (operands, run) => compared(operands, run, (left, right) => left >= right),
  '+': ({ left, right }, run) => sum(evaluate(left, run), evaluate(right, run)),
  '-': (operands, run) => compared(operands, run, (left, right) => left - right),
  '*': (operands, run) => compared(operands, run, (left, right) => left * right),
  '/': (operands, run) => compared(operands, run, (left, right) => Math.trunc(left / right)),
  '%': (operands, run) => compared(operands, run, (left, right) => left % right),
};

/** Values of different kinds are equal when they read the same; nothing equals only nothing. */
function equal({ left, right }: Operands, run: Run): boolean {
  const values = [evaluate(left, run), evaluate(right, run)];
  const present = values.filter((value) => value !== undefined && value !== null);
  if (present.length < 2) return present.length === 0;
  return asText(values[0]) === asText(values[1]);
}

/** Undefined unless both are numbers. */
function compared<T>({ left, right }: Operands, run: Run, compute: (left: number, right: number) => T) {
  const [first, second] = [evaluate(left, run), evaluate(right, run)];
  return typeof first === 'number' && typeof second === 'number' ? compute(first, second) : undefined;
}

function sum(left: unknown, right: unknown): unknown {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  return `${asText(left)}${asText(right)}`;
}

function lookUp({ root, steps }: Reference, run: Run): unknown {
  const [first, ...rest] = steps;
  if (root === 'util') return walk(utility(first, run), rest, run);
  if (root === 'input') return walk(input(first, run), rest, run);
  if (root === 'context') return walk(run.context, steps, run);
  if (root === 'stageVariables') return walk(run.stageVariables, steps, run);
  return walk(run.variables.get(root), steps, run);
}

function utility(step: Step | undefined, run: Run): unknown {
  if (step?.kind !== 'call') return undefined;
  const [text] = argumentsOf(step.args, run);
  return utilities[step.name]?.(asText(text));
}

function input(step: Step | undefined, run: Run): unknown {
  if (step?.kind === 'property') return step.name === 'body' ? run.body : undefined;
  if (step?.kind !== 'call') return undefined;
  const [argument] = argumentsOf(step.args, run).map(asText);
  if (step.name === 'json') return JSON.stringify(atJsonPath(parseJson(run.body), argument ?? '$'));
  if (step.name === 'path') return atJsonPath(parseJson(run.body), argument ?? '$');
  return argument === undefined ? run.params : parameter(run.params, argument);
}

/** One that is not there is an empty text. */
function parameter({ path, querystring, header }: TemplateScope['params'], name: string): string {
  const inHeader = Object.entries(header).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return own(path, name) ?? own(querystring, name) ?? inHeader?.[1] ?? '';
}

function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function walk(value: unknown, steps: readonly Step[], run: Run): unknown {
  let found = value;
  for (const step of steps) {
    if (found === undefined || found === null) return undefined;
    found = stepInto(found, step, run);
  }
  return found;
}

function stepInto(value: unknown, step: Step, run: Run): unknown {
  if (step.kind === 'call') return callMethod(value, step.name, argumentsOf(step.args, run));
  const name = step.kind === 'property' ? step.name : evaluate(step.of, run);
  return callMethod(value, 'get', [name]);
}

function argumentsOf(args: readonly Expression[], run: Run): unknown[] {
  return args.map((argument) => evaluate(argument, run));
}
