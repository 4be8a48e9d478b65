import { stat } from 'node:fs/promises';
import type { Finding } from '../finding.ts';
import { formatBytes } from '../report/format.ts';

/** Whether the function's code came along with the program. */
export async function shippedCode(codeFile: string): Promise<Finding> {
  try {
    const { size } = await stat(codeFile);
    if (size > 0)
      return { check: 'package', state: 'ok', text: `complete, the function's code is ${formatBytes(size)}` };
  } catch {
    // Told below, whatever the reason.
  }
  return {
    check: 'package',
    state: 'fault',
    text: `the function's code is not in ${codeFile}`,
    fix: 'install filepipe again, or in a clone of it: npm run build',
  };
}
