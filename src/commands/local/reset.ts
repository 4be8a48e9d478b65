import { localAws } from '../../local-aws.ts';
import { confirm } from '../../report/confirm.ts';
import { command } from '../command.ts';

export const reset = command({
  examples: [['filepipe local reset --yes', 'an empty account again']],
  async run({ options, env, terminal, control }) {
    const { dataDir, reset: removeAll } = localAws(env, options.dataDir);
    const consequence = `this deletes everything in the embedded AWS: ${dataDir}`;
    await confirm(terminal, { consequence, yes: options.yes }, control.signal);
    await removeAll();
    terminal.tell('the embedded AWS is empty');
    return 0;
  },
});
