import { defaultDataDir } from '../../local/daemon.ts';
import { readMail } from '../../local-mail.ts';
import { command } from '../command.ts';
import { dataDirOption } from './options.ts';
import { runningLocal } from './running.ts';

export const mail = command({
  options: dataDirOption,
  examples: [['filepipe local mail', 'what the alarms would have sent by e-mail']],
  async run({ options, env, terminal, control }) {
    const local = await runningLocal(options.dataDir ?? defaultDataDir(env));
    const messages = await readMail(local.endpoint, control.signal);
    if (messages.length === 0) terminal.tell('no mail');
    for (const { time, to, subject, body } of messages) {
      const text = [`${time}  to ${to}`, terminal.out.paint('bold', subject), '', body, ''].join('\n');
      await terminal.out.write(`${terminal.json ? JSON.stringify({ time, to, subject, body }) : text}\n`);
    }
    return 0;
  },
});
