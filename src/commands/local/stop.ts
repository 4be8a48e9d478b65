import { defaultDataDir, localStatus, stopLocal } from '../../local/daemon.ts';
import { command } from '../command.ts';
import { dataDirOption } from './options.ts';

export const stop = command({
  options: dataDirOption,
  examples: [['filepipe local stop', 'its data stays for the next start']],
  async run({ options, env, terminal }) {
    const dataDir = options.dataDir ?? defaultDataDir(env);
    const running = await localStatus(dataDir);
    if (running !== undefined) await stopLocal(dataDir);
    if (terminal.json) await terminal.out.write(`${JSON.stringify({ stopped: running !== undefined })}\n`);
    else
      terminal.tell(
        running === undefined ? 'the embedded AWS was not running' : 'the embedded AWS has stopped',
      );
    return 0;
  },
});
