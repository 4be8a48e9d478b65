import type { FoundPipeline } from './find-pipeline.ts';

/** What was named and is not there, in words; undefined when all that was named is there or may be. */
export function namedButMissing(
  found: FoundPipeline,
): { readonly kind: string; readonly text: string } | undefined {
  const kinds = ['bucket', 'function'] as const;
  const kind = kinds.find((it) => found.named[it] !== undefined && found[it].state === 'absent');
  if (kind === undefined) return undefined;
  return { kind, text: `there is no ${kind} ${found.named[kind]} in this account and region` };
}

/** What to do about it. */
export const LOOK_AGAIN = 'see that name, account and region are right: the first line says where this looks';
