import { type Cursor, expect, TemplateSyntaxError, take } from './cursor.ts';
import type { Expression, Reference, Step } from './nodes.ts';

/** Text with references in it. A `$` that starts none is text. */
export function parseReferences(text: string): (string | Reference)[] {
  const cursor: Cursor = { text, at: 0 };
  const parts: (string | Reference)[] = [];
  let textFrom = 0;
  for (;;) {
    const start = text.indexOf('$', cursor.at);
    if (start === -1) break;
    cursor.at = start;
    const reference = takeReference(cursor);
    if (reference === undefined) {
      cursor.at = start + 1;
      continue;
    }
    if (start > textFrom) parts.push(text.slice(textFrom, start));
    parts.push(reference);
    textFrom = cursor.at;
  }
  if (textFrom < text.length) parts.push(text.slice(textFrom));
  return parts;
}

/** The reference that starts here; undefined when none does. */
export function takeReference(cursor: Cursor): Reference | undefined {
  const start = cursor.at;
  const opening = take(cursor, /\$(!?)(\{?)([A-Za-z_][\w-]*)/y);
  if (opening === undefined) return undefined;
  const [, bang, brace, root = ''] = opening;
  const steps = takeSteps(cursor);
  if (brace !== '') expect(cursor, /\}/y);
  return {
    kind: 'reference',
    source: cursor.text.slice(start, cursor.at),
    quiet: bang !== '',
    root,
    steps,
  };
}

function takeSteps(cursor: Cursor): Step[] {
  const steps: Step[] = [];
  for (;;) {
    const step = takeMember(cursor) ?? takeIndex(cursor);
    if (step === undefined) return steps;
    steps.push(step);
  }
}

function takeMember(cursor: Cursor): Step | undefined {
  const name = take(cursor, /\.([A-Za-z][\w-]*)/y)?.[1];
  if (name === undefined) return undefined;
  if (take(cursor, /\(\s*/y) === undefined) return { kind: 'property', name };
  return { kind: 'call', name, args: takeArguments(cursor) };
}

function takeIndex(cursor: Cursor): Step | undefined {
  if (take(cursor, /\[(?=['"\d$])/y) === undefined) return undefined;
  const of = takeExpression(cursor);
  expect(cursor, /\]/y);
  return { kind: 'index', of };
}

function takeArguments(cursor: Cursor): Expression[] {
  const args: Expression[] = [];
  if (take(cursor, /\)/y)) return args;
  for (;;) {
    args.push(takeExpression(cursor));
    if (take(cursor, /\)/y)) return args;
    expect(cursor, /,/y);
  }
}

/** From what binds least to what binds most. */
const OPERATORS = [/(\|\|)/y, /(&&)/y, /([=!]=)/y, /([<>]=?)/y, /([+-])/y, /([*/%])/y];

/** The expression that has to start here, with the blanks around it. */
export function takeExpression(cursor: Cursor, level = 0): Expression {
  const operator = OPERATORS[level];
  if (operator === undefined) return takeOperand(cursor);
  let left = takeExpression(cursor, level + 1);
  for (;;) {
    const found = take(cursor, operator)?.[1];
    if (found === undefined) return left;
    left = { kind: 'operation', operator: found, left, right: takeExpression(cursor, level + 1) };
  }
}

function takeOperand(cursor: Cursor): Expression {
  take(cursor, BLANKS);
  const operand = takeNegation(cursor) ?? takeGroup(cursor) ?? takeLiteral(cursor) ?? takeReference(cursor);
  if (operand === undefined) throw new TemplateSyntaxError();
  take(cursor, BLANKS);
  return operand;
}

const BLANKS = /\s+/y;

function takeNegation(cursor: Cursor): Expression | undefined {
  return take(cursor, /!(?!=)/y) && { kind: 'not', of: takeOperand(cursor) };
}

function takeGroup(cursor: Cursor): Expression | undefined {
  if (take(cursor, /\(/y) === undefined) return undefined;
  const inner = takeExpression(cursor);
  expect(cursor, /\)/y);
  return inner;
}

/** A backslash in quotes is nothing special. */
function takeLiteral(cursor: Cursor): Expression | undefined {
  const text = take(cursor, /'([^']*)'/y)?.[1];
  if (text !== undefined) return { kind: 'literal', value: text };
  const interpolated = take(cursor, /"([^"]*)"/y)?.[1];
  if (interpolated !== undefined) return interpolatedText(interpolated);
  const number = take(cursor, /-?\d+(?:\.\d+)?/y)?.[0];
  if (number !== undefined) return { kind: 'literal', value: Number(number) };
  const word = take(cursor, /(true|false)\b/y)?.[1];
  return word === undefined ? undefined : { kind: 'literal', value: word === 'true' };
}

function interpolatedText(text: string): Expression {
  const parts = parseReferences(text);
  const plain = parts.every((part) => typeof part === 'string');
  return plain ? { kind: 'literal', value: text } : { kind: 'interpolated', parts };
}
