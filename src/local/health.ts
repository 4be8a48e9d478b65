import { packageVersion } from '../package-root.ts';
import type { SideDoor } from './front-door.ts';
import type { Core } from './internal.ts';

/** Answers `GET /_filepipe/health` with who is serving, since when, in which process. */
export function createHealth({ clock }: Core): SideDoor {
  const startedAt = new Date(clock.now()).toISOString();
  return ({ method, path }) => {
    if (method !== 'GET' || path !== '/_filepipe/health') return undefined;
    const body = JSON.stringify({ name: 'filepipe', version: packageVersion(), startedAt, pid: process.pid });
    return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body });
  };
}
