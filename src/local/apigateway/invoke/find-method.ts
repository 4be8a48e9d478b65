import type { ApiDefinition, ApiMethod, ApiResource } from '../api.ts';

export interface FoundRoute {
  readonly resource: ApiResource;
  readonly method: ApiMethod;
  /** Decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * The method that a path leads to: what is literal beats a variable, a variable beats a greedy one.
 * Undefined when there is no such resource, or it has no such method.
 */
export function findRoute(definition: ApiDefinition, verb: string, path: string): FoundRoute | undefined {
  const segments = path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  const candidates = Object.values(definition.resources).flatMap((resource) => {
    const pathParameters = matchPath(resource.path, segments);
    return pathParameters === undefined ? [] : [{ resource, pathParameters }];
  });
  candidates.sort((a, b) => compare(rank(a.resource.path), rank(b.resource.path)));
  for (const { resource, pathParameters } of candidates) {
    const method = resource.resourceMethods[verb] ?? resource.resourceMethods['ANY'];
    if (method !== undefined) return { resource, method, pathParameters };
  }
  return undefined;
}

function matchPath(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = pattern === '/' ? [] : pattern.split('/').slice(1);
  if (!fitsLength(parts, segments)) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, part] of parts.entries()) {
    const [, name, plus] = /^\{(.+?)(\+?)\}$/.exec(part) ?? [];
    const text = decode(segments.slice(i, plus === '+' ? undefined : i + 1).join('/'));
    if (name !== undefined) parameters[name] = text;
    else if (text !== part) return undefined;
  }
  return parameters;
}

/** A greedy variable at the end takes one segment or more. */
function fitsLength(parts: readonly string[], segments: readonly string[]): boolean {
  return parts.at(-1)?.endsWith('+}') ? segments.length >= parts.length : segments.length === parts.length;
}

/** One letter a segment, such that what sorts first is the closer match. */
function rank(path: string): string {
  const letters = path.split('/').map((part) => {
    if (part.endsWith('+}')) return 'c';
    return part.startsWith('{') ? 'b' : 'a';
  });
  return letters.join('');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
