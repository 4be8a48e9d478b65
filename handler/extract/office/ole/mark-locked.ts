import type { Draft } from '../../reader.ts';

/** Notes that a document cannot be opened without a password. */
export function markLocked(document: NonNullable<Draft['document']>): void {
  document.encrypted = true;
  document.passwordNeeded = true;
}
