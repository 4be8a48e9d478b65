import { localAws } from '../../local-aws.ts';
import { command } from '../command.ts';

export const stop = command({
  examples: [['filepipe local stop', 'its data stays for the next start']],
  async run({ options, env, terminal }) {
    const stopped = await localAws(env, options.dataDir).stop();
    if (terminal.json) await terminal.out.write(`${JSON.stringify({ stopped })}\n`);
    else terminal.tell(stopped ? 'the embedded AWS has stopped' : 'the embedded AWS was not running');
    return 0;
  },
});
