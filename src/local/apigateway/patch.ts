import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { badRequest } from './faults.ts';

/** What an operation does to `target`; `labels` are the path's segments that fill the rule's `{}`. */
type Edit<T> = (target: T, value: string, ...labels: string[]) => T;

/**
 * What may be patched: JSON pointers in which `{}` stands for any segment, most particular first, each
 * with the operations that it knows.
 */
export type PatchRules<T> = Readonly<
  Record<string, { readonly [op in 'add' | 'replace' | 'remove']?: Edit<T> }>
>;

/** `target` with all operations applied in order; AWS's refusal for one that no rule knows. */
export function patched<T>(
  target: T,
  operations: readonly PatchOperation[] | undefined,
  rules: PatchRules<T>,
): T {
  let result = target;
  for (const operation of operations ?? []) result = apply(result, operation, rules);
  return result;
}

/** The value of a patch that must be `true` or `false`; anything else counts as false, as on AWS. */
export function asBoolean(value: string): boolean {
  return value.toLowerCase() === 'true';
}

export function asNumber(value: string, path: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number))
    throw badRequest(`Invalid number for ${path}: ${value}`);
  return number;
}

function apply<T>(target: T, { op, path, value = '' }: PatchOperation, rules: PatchRules<T>): T {
  const segments = (path ?? '').split('/').slice(1).map(unescapePointer);
  for (const [pattern, edits] of Object.entries(rules)) {
    const labels = matchSegments(pattern.split('/').slice(1), segments);
    if (labels === undefined) continue;
    const edit = op === 'add' || op === 'replace' || op === 'remove' ? edits[op] : undefined;
    if (edit === undefined) throw unknownOperation(Object.keys(edits));
    return edit(target, value, ...labels);
  }
  throw badRequest(`Invalid patch path ${path ?? 'null'}`);
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): string[] | undefined {
  if (pattern.length !== segments.length) return undefined;
  const fits = pattern.every((part, i) => part === '{}' || part === segments[i]);
  return fits ? segments.filter((_, i) => pattern[i] === '{}') : undefined;
}

function unknownOperation(known: readonly string[]) {
  return badRequest(`Invalid patch operation specified. Must be one of: [${known.join(', ')}]`);
}

/** RFC 6901. */
function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
