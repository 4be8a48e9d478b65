import type { LocalEndpoint } from '../../local/local-endpoint.ts';
import { localAws } from '../../local-aws.ts';
import type { Terminal } from '../../report/terminal.ts';
import { command } from '../command.ts';

export const start = command({
  options: {
    port: {
      type: 'number',
      value: '<port>',
      min: 0,
      max: 65_535,
      setting: true,
      summary: 'where to listen (4577); 0 picks a free one',
    },
    foreground: { type: 'flag', summary: 'stay in this terminal until Ctrl-C' },
  },
  examples: [
    ['filepipe local start', 'start it, or find it running'],
    ['filepipe local start --port 4600', 'on another port of 127.0.0.1'],
    ['filepipe local start --realism strict', "with AWS's delays, quotas and failures"],
    ['filepipe local start --foreground', 'for a container or a process manager'],
  ],
  async run({ options, env, control: { signal }, terminal }) {
    const local = localAws(env, options.dataDir);
    const { port, realism } = options;
    if (options.foreground) {
      const ready = async (endpoint: LocalEndpoint) => {
        await tellWhere(endpoint, terminal);
        terminal.tell('press Ctrl-C to stop it');
      };
      await local.serve({ port, realism, signal, ready, onFault: (error) => terminal.tell(String(error)) });
      return 0;
    }
    await tellWhere(await local.ensure({ port, realism, signal }), terminal);
    terminal.tell('next: filepipe setup --local, or for other tools: eval "$(filepipe local env)"');
    return 0;
  },
});

async function tellWhere(local: LocalEndpoint, { json, out }: Terminal): Promise<void> {
  const { endpoint, region, accountId, pid, dataDir } = local;
  const document = JSON.stringify({ endpoint, region, accountId, pid, dataDir });
  await out.write(`${json ? document : `the embedded AWS answers at ${endpoint}`}\n`);
}
