import type { Attempt } from '../function-attempts.ts';
import { formatSeconds } from '../report/format.ts';
import type { KeyRun } from './key-runs.ts';

/** `0.12 s, after a cold start of 0.31 s`; `third attempt, 0.12 s`. */
export function attemptText(attempts: readonly Attempt[]): string {
  const { functionSeconds, coldStartSeconds } = attempts.at(-1) ?? {};
  const ordinal = ORDINALS[attempts.length - 1];
  const parts = [
    ...(attempts.length > 1 ? [`${ordinal ?? `${attempts.length}th`} attempt`] : []),
    ...(functionSeconds === undefined ? [] : [formatSeconds(functionSeconds)]),
    ...(coldStartSeconds === undefined ? [] : [`after a cold start of ${formatSeconds(coldStartSeconds)}`]),
  ];
  return parts.length === 0 ? 'ran' : parts.join(', ');
}

/** Its request id, and why earlier attempts failed. */
export function runDetails({ requestId, attempts }: KeyRun): readonly string[] {
  const errors = attempts.slice(0, -1).flatMap(({ error }, index) => {
    const ordinal = ORDINALS[index] ?? `${index + 1}th`;
    return error === undefined ? [] : [`${ordinal} attempt: ${error}`];
  });
  return [`request ${requestId}`, ...errors];
}

const ORDINALS = ['first', 'second', 'third'];
