import type { Fault } from './find-files.ts';

const SHOWN = 10;

/** One line for each of the first few, and how many more there are. */
export function faultsText(faults: readonly Fault[]): string {
  const shown = faults.slice(0, SHOWN).map(({ message }) => `\n  ${message}`);
  const more = faults.length > SHOWN ? `\n  and ${faults.length - SHOWN} more` : '';
  return shown.join('') + more;
}
