import { localAws } from '../../local-aws.ts';
import { command } from '../command.ts';

export const start = command({
  options: {
    port: {
      type: 'number',
      value: '<port>',
      min: 1,
      max: 65_535,
      setting: true,
      summary: 'where to listen (4577)',
    },
  },
  examples: [
    ['filepipe local start', 'start it, or find it running'],
    ['filepipe local start --port 4600', 'on another port of 127.0.0.1'],
  ],
  async run({ options, env, control, terminal }) {
    const local = localAws(env, options.dataDir);
    const { endpoint, region, accountId, pid, dataDir } = await local.ensure({
      port: options.port,
      signal: control.signal,
    });
    if (terminal.json)
      await terminal.out.write(`${JSON.stringify({ endpoint, region, accountId, pid, dataDir })}\n`);
    else await terminal.out.write(`the embedded AWS answers at ${endpoint}\n`);
    terminal.tell('next: filepipe setup --local, or for other tools: eval "$(filepipe local env)"');
    return 0;
  },
});
