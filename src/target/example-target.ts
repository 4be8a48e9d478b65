import { FilepipeError } from '../errors.ts';
import type { Context } from './context.ts';
import { partitionOf } from './partition.ts';
import { type LocalStart, resolveTarget } from './resolve-target.ts';
import type { Target } from './target.ts';

/** A target to speak of, and why it is not a real one. */
interface ExampleTarget extends Target {
  readonly insteadOf: FilepipeError;
}

/** The chosen target if it answers within some seconds, else an account that AWS uses in its own examples. */
export async function resolveOrExample(
  choice: Context,
  start: LocalStart,
  signal: AbortSignal,
): Promise<Target | ExampleTarget> {
  try {
    return await resolveTarget(choice, start, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]));
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof FilepipeError)) throw error;
    const region = choice.region ?? 'us-east-1';
    return {
      label: 'example',
      region,
      accountId: '123456789012',
      ...partitionOf(`arn:${partitionOfRegion(region)}:`),
      credentials: () => Promise.reject(error),
      insteadOf: error,
    };
  }
}

/** Whether nobody's account is meant. */
export function isExample(target: Target): target is ExampleTarget {
  return 'insteadOf' in target;
}

const PATIENCE_MS = 5000;

/** Without an account there is no ARN to read it from. */
function partitionOfRegion(region: string): string {
  const family = /^(?:cn|us-gov|eusc)(?=-)/.exec(region)?.[0];
  return family === undefined ? 'aws' : `aws-${family}`;
}
