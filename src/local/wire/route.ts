import type { WireRequest } from './message.ts';
import type { Input } from './protocol.ts';
import { type Operation, requiredMembers } from './schema.ts';

/** Where a REST request goes, as far as its service's model counts. */
export interface Address {
  /** The path that the model's patterns are held against. */
  readonly path: string;
  /** Input members that the rest of the address carries: S3's bucket. */
  readonly input: Readonly<Input>;
}

/** Finds the operation that a REST request means, over all that the service's model knows. */
export type Router = (request: WireRequest, address: Address) => Operation | undefined;

/**
 * Candidates fit by method, path, constant query and required query, header and address members; the
 * one that asks for most wins.
 */
export function createRouter(operations: () => Iterable<Operation>): Router {
  let routes: readonly Route[] | undefined;
  return (request, address) => {
    routes ??= [...operations()].flatMap(toRoute).sort((a, b) => b.weight - a.weight);
    return routes.find((route) => fits(route, request, address))?.operation;
  };
}

/**
 * The labels of `pattern` in `path`, decoded, or undefined when it does not fit. `{Key+}` takes the
 * rest of the path with its slashes; other labels take one non-empty segment.
 */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const match = compiled(pattern).exec(path);
  if (match === null) return undefined;
  const labels: Record<string, string> = {};
  for (const [name, text] of Object.entries(match.groups ?? {})) labels[name] = decode(text);
  return labels;
}

interface Route {
  readonly operation: Operation;
  readonly method: string;
  readonly pattern: string;
  readonly constants: readonly (readonly [string, string])[];
  readonly query: readonly string[];
  readonly headers: readonly string[];
  /** Labels that no pattern holds: members of the address. */
  readonly addressed: readonly string[];
  readonly weight: number;
}

function toRoute(operation: Operation): Route[] {
  const { http, input } = operation;
  if (http === undefined) return [];
  // `x-id` only tells logs which operation it was; clients other than the SDK leave it out.
  const constants = [...http.query].filter(([name]) => name !== 'x-id');
  const members = requiredMembers(input);
  const required = members.map((name) => input.getMemberSchema(name).getMergedTraits());
  const query = required.flatMap(({ httpQuery }) => (httpQuery ? [httpQuery] : []));
  const headers = required.flatMap(({ httpHeader }) => (httpHeader ? [httpHeader.toLowerCase()] : []));
  const literals = http.path
    .split('/')
    .filter((segment) => segment !== '' && !segment.startsWith('{')).length;
  const labels = http.path.split('/').filter((segment) => segment.startsWith('{')).length;
  const addressed = members.filter(
    (name, i) => required[i]?.httpLabel && !new RegExp(`\\{${name}\\+?\\}`).test(http.path),
  );
  const weight =
    1000 * literals +
    100 * constants.length +
    10 * (query.length + headers.length) +
    labels +
    addressed.length;
  return [
    { operation, method: http.method, pattern: http.path, constants, query, headers, addressed, weight },
  ];
}

function fits(route: Route, request: WireRequest, { path, input }: Address): boolean {
  return (
    route.method === request.method &&
    compiled(route.pattern).test(path) &&
    route.constants.every(
      ([name, value]) => request.query.has(name) && (value === '' || request.query.get(name) === value),
    ) &&
    route.query.every((name) => request.query.has(name)) &&
    route.headers.every((name) => request.headers[name] !== undefined) &&
    route.addressed.every((name) => input[name] !== undefined)
  );
}

const patterns = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const source = pattern
    .split(/(\{\w+\+?\})/)
    .map((part) => {
      const label = /^\{(\w+)(\+?)\}$/.exec(part);
      if (label === null) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return label[2] === '+' ? `(?<${label[1]}>.+)` : `(?<${label[1]}>[^/]+)`;
    })
    .join('');
  const expression = new RegExp(`^${source.replace(/\/$/, '')}/?$`, 's');
  patterns.set(pattern, expression);
  return expression;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
