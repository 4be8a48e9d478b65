import { UsageError } from '../errors.ts';
import { DIFFERENCES, type Difference, type Sought } from './difference.ts';

/**
 * The differences to look for: those in the list, separated by commas, or all but `failed`, which is asked for by name
 * or with `failed`: most of these files cannot be understood however often they are tried. Fails with a `UsageError`.
 */
export function soughtFrom(list: string | undefined, failed: boolean): Sought {
  const always = DIFFERENCES.filter((difference) => difference !== 'failed');
  const chosen = list === undefined ? always : list.split(',').map(differenceNamed);
  return new Set([...chosen, ...(failed ? ['failed' as const] : [])]);
}

function differenceNamed(text: string): Difference {
  const found = DIFFERENCES.find((difference) => difference === text.trim());
  if (found !== undefined) return found;
  throw new UsageError(`there is no difference "${text.trim()}"`, {
    hint: `choose some of: ${DIFFERENCES.join(',')}`,
  });
}
