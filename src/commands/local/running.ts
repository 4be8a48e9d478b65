import { FilepipeError } from '../../errors.ts';
import { type LocalEndpoint, localStatus } from '../../local/daemon.ts';

/** The embedded AWS of this data directory; that it does not run is an error. */
export async function runningLocal(dataDir: string): Promise<LocalEndpoint> {
  const local = await localStatus(dataDir);
  if (local === undefined) {
    throw new FilepipeError('the embedded AWS is not running', { hint: 'start it: filepipe local start' });
  }
  return local;
}
