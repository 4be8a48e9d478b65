import { badRequest, notServed } from '../faults.ts';
import { isJsonPath } from '../invoke/json-path.ts';
import { TemplateSyntaxError } from './cursor.ts';
import { ROOTS } from './evaluate.ts';
import { isMethod } from './java-methods.ts';
import type { Branch, Expression, Node, Reference, Step } from './nodes.ts';
import { parseTemplate } from './parse-template.ts';
import { utilities } from './utilities.ts';

/** Refuses a template that is not well-formed, and one that `render` would not do justice to. */
export function checkTemplate(template: string): void {
  if (/\\[$#]/.test(template)) throw notServed('a backslash before $ or # in mapping templates');
  for (const node of wellFormed(template)) checkNode(node);
}

function wellFormed(template: string): readonly Node[] {
  try {
    return parseTemplate(template);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw badRequest(error.message);
    throw error;
  }
}

function checkNode(node: Node): void {
  if (typeof node === 'string') return;
  switch (node.kind) {
    case 'reference':
      checkReference(node);
      break;
    case 'set':
      checkTarget(node.target);
      checkExpression(node.value);
      break;
    case 'if':
      node.branches.forEach(checkBranch);
      break;
    default:
      checkExpression(node.list);
      node.body.forEach(checkNode);
  }
}

function checkBranch({ condition, body }: Branch): void {
  if (condition !== undefined) checkExpression(condition);
  body.forEach(checkNode);
}

/** Variables of its own, and the answer's status and headers. */
function checkTarget({ source, root, steps }: Reference): void {
  if (steps.length === 0 && !ROOTS.includes(root)) return;
  const path = steps.map((step) => (step.kind === 'property' ? step.name : '?')).join('.');
  if (root === 'context' && /^responseOverride\.(status|header\.[\w-]+)$/.test(path)) return;
  throw notServed(`setting ${source} in mapping templates`);
}

function checkExpression(expression: Expression): void {
  switch (expression.kind) {
    case 'interpolated':
      expression.parts.forEach(checkNode);
      break;
    case 'not':
      checkExpression(expression.of);
      break;
    case 'operation':
      checkExpression(expression.left);
      checkExpression(expression.right);
      break;
    case 'reference':
      checkReference(expression);
      break;
    default:
  }
}

function checkReference({ source, root, steps }: Reference): void {
  const [first, ...rest] = steps;
  if (root === 'input') checkInput(source, first);
  if (root === 'util') checkUtility(source, first);
  const onValues = root === 'input' || root === 'util' ? rest : steps;
  if (onValues.some((step) => step.kind === 'call' && !isMethod(step.name))) {
    throw notServed(`${source} in mapping templates`);
  }
  steps.flatMap(expressionsIn).forEach(checkExpression);
}

function expressionsIn(step: Step): readonly Expression[] {
  if (step.kind === 'property') return [];
  return step.kind === 'call' ? step.args : [step.of];
}

function checkUtility(source: string, step: Step | undefined): void {
  if (step?.kind === 'call' && step.args.length === 1 && Object.hasOwn(utilities, step.name)) return;
  throw notServed(`${source} in mapping templates`);
}

const INPUTS = ['body', 'json', 'path', 'params'];

function checkInput(source: string, step: Step | undefined): void {
  if (step === undefined || step.kind === 'index' || !INPUTS.includes(step.name)) {
    throw notServed(`${source} in mapping templates`);
  }
  if ((step.kind === 'call') === (step.name === 'body'))
    throw badRequest('Invalid mapping template specified');
  if (step.kind === 'property' || step.name === 'params') return;
  const [path] = step.args;
  if (path?.kind !== 'literal' || !isJsonPath(String(path.value))) {
    throw notServed(`${source} in mapping templates`);
  }
}
