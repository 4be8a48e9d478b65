import { misconfigured } from '../invoke/gateway-fault.ts';
import { evaluate, holds, referenceText } from './evaluate.ts';
import type { Expression, Node, Reference } from './nodes.ts';
import { parseTemplate } from './parse-template.ts';
import type { Run, TemplateScope } from './scope.ts';
import { asText } from './utilities.ts';

export interface Rendered {
  readonly text: string;
  /** What the template set of `$context.responseOverride`, by the path below that: `status`, `header.ETag`. */
  readonly overrides: ReadonlyMap<string, unknown>;
}

/** The template filled in. Throws a `GatewayFault` for what API Gateway refuses to do only once it does it. */
export function render(template: string, scope: TemplateScope): Rendered {
  const run: Run = { ...scope, variables: new Map(), overrides: new Map() };
  return { text: renderAll(parseTemplate(template), run), overrides: run.overrides };
}

function renderAll(nodes: readonly Node[], run: Run): string {
  return nodes.map((node) => renderNode(node, run)).join('');
}

function renderNode(node: Node, run: Run): string {
  if (typeof node === 'string') return node;
  switch (node.kind) {
    case 'reference':
      return referenceText(node, run);
    case 'set':
      assign(node.target, evaluate(node.value, run), run);
      return '';
    case 'if': {
      const branch = node.branches.find(({ condition }) => condition === undefined || holds(condition, run));
      return branch === undefined ? '' : renderAll(branch.body, run);
    }
    default:
      return renderEach(node.variable, node.list, node.body, run);
  }
}

/** A variable that is set to nothing keeps what it had, as in Velocity 1. */
function assign({ root, steps }: Reference, value: unknown, run: Run): void {
  if (value === undefined || value === null) return;
  if (steps.length === 0) {
    run.variables.set(root, value);
    return;
  }
  const path = steps
    .map((step) => (step.kind === 'property' ? step.name : ''))
    .slice(1)
    .join('.');
  if (run.overrides.has(path)) throw misconfigured(`$context.responseOverride.${path} is set twice`);
  run.overrides.set(path, value);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_ITERATIONS = 1000;

function renderEach(variable: string, list: Expression, body: readonly Node[], run: Run): string {
  const items = itemsOf(evaluate(list, run));
  if (items.length > MAX_ITERATIONS) {
    throw misconfigured(`#foreach over ${items.length} things, and API Gateway allows ${MAX_ITERATIONS}`);
  }
  const outer = [variable, 'foreach'].map((name) => [name, run.variables.get(name)] as const);
  const texts = items.map((item, index) => {
    run.variables.set(variable, item);
    run.variables.set('foreach', { index, count: index + 1, hasNext: index + 1 < items.length });
    return renderAll(body, run);
  });
  for (const [name, value] of outer) {
    if (value === undefined) run.variables.delete(name);
    else run.variables.set(name, value);
  }
  return texts.join('');
}

/** Of a map its values; nothing has none. */
function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null) return Object.values(value);
  if (value === undefined || value === null) return [];
  throw misconfigured(`#foreach over ${asText(value)}, which is no list`);
}
