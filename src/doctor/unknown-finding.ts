import type { Finding } from '../finding.ts';
import { explainError } from '../report/explain-error.ts';

/** A check that failed itself: what it would have told is not known, and why not. */
export function unknownFinding(check: string, error: unknown): Finding {
  const { what, why, hint } = explainError(error);
  const text = [what, ...why].join(': ');
  return { check, state: 'unknown', text, ...(hint === undefined ? {} : { fix: hint }) };
}
