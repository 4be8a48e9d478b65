import type { Finding } from '../finding.ts';

/** Those that filepipe is tested with, and from which minor version on. */
const SUPPORTED: Readonly<Record<number, number>> = { 20: 19, 22: 0, 24: 0 };

/** Whether this is a Node.js that filepipe is tested with; `version` as in `process.versions.node`. */
export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const least = SUPPORTED[major];
  if (least !== undefined && minor >= least)
    return { check: 'node', state: 'ok', text: `Node.js ${version}` };
  return {
    check: 'node',
    state: 'warning',
    text: `Node.js ${version}, which filepipe is not tested with: 20.19, 22 and 24 are`,
    fix: 'install one of them: nvm install 24',
  };
}
