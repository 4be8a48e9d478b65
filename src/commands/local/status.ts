import { localAws } from '../../local-aws.ts';
import { command } from '../command.ts';

export const status = command({
  examples: [['filepipe local status', 'does it run, where, since when']],
  async run({ options, env, terminal }) {
    const { dataDir, status } = localAws(env, options.dataDir);
    const local = await status();
    if (terminal.json) {
      const { endpoint, region, accountId, pid, startedAt, realism } = local ?? {};
      const running = local !== undefined;
      const document = { running, endpoint, region, accountId, pid, startedAt, realism, dataDir };
      await terminal.out.write(`${JSON.stringify(document)}\n`);
    } else if (local === undefined) {
      await terminal.out.write(`not running; its data is in ${dataDir}\n`);
    } else {
      const lines = [
        `running since ${local.startedAt}`,
        `endpoint  ${local.endpoint}`,
        `process   ${local.pid}`,
        `data      ${dataDir}`,
        `realism   ${local.realism}`,
      ];
      await terminal.out.write(`${lines.join('\n')}\n`);
    }
    return 0;
  },
});
