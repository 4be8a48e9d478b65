import { defaultDataDir, resetLocal } from '../../local/daemon.ts';
import { confirm } from '../../report/confirm.ts';
import { command } from '../command.ts';
import { dataDirOption } from './options.ts';

export const reset = command({
  options: dataDirOption,
  examples: [['filepipe local reset --yes', 'an empty account again']],
  async run({ options, env, terminal, control }) {
    const dataDir = options.dataDir ?? defaultDataDir(env);
    const consequence = `this deletes everything in the embedded AWS: ${dataDir}`;
    await confirm(terminal, { consequence, yes: options.yes }, control.signal);
    await resetLocal(dataDir);
    terminal.tell('the embedded AWS is empty');
    return 0;
  },
});
