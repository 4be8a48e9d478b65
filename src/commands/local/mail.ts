import { localAws } from '../../local-aws.ts';
import { readMail } from '../../local-mail.ts';
import { command } from '../command.ts';

export const mail = command({
  examples: [['filepipe local mail', 'what the alarms would have sent by e-mail']],
  async run({ options, env, terminal, control }) {
    const local = await localAws(env, options.dataDir).running();
    const messages = await readMail(local.endpoint, control.signal);
    if (messages.length === 0) terminal.tell('no mail');
    for (const { time, to, subject, body } of messages) {
      const text = [`${time}  to ${to}`, terminal.out.paint('bold', subject), '', body, ''].join('\n');
      await terminal.out.write(`${terminal.json ? JSON.stringify({ time, to, subject, body }) : text}\n`);
    }
    return 0;
  },
});
