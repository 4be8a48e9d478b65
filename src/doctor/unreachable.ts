import { UsageError } from '../errors.ts';
import type { Finding } from '../finding.ts';
import { faultOf } from '../report/fault.ts';
import { unknownFinding } from './unknown-finding.ts';

/** Why there is no target to look at: nothing chosen, no way there, or nobody that AWS knows. */
export function unreachable(error: unknown): Finding {
  return { ...unknownFinding(checkOf(error), error), state: 'fault' };
}

function checkOf(error: unknown): string {
  if (error instanceof UsageError) return 'target';
  const { name, isAnswer } = faultOf(rootOf(error));
  if (/Skewed/.test(name)) return 'clock';
  return isAnswer || /ProviderError$/.test(name) ? 'credentials' : 'connection';
}

function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}
