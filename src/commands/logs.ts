import { parseTime } from '../catalog/parse-time.ts';
import { logsClient } from '../clients.ts';
import { followLogs } from '../follow-logs.ts';
import { type LogLine, readLogs } from '../function-logs.ts';
import { namesOf } from '../provision/names.ts';
import { logLineText } from '../report/log-line.ts';
import { command } from './command.ts';
import { openInstall } from './open-install.ts';
import { nameOptions } from './options.ts';

export const logs = command({
  options: {
    ...nameOptions,
    since: { type: 'text', value: '<time>', summary: 'a time, or how long ago: 2h, 3d (default: 1d)' },
    limit: {
      type: 'number',
      value: '<lines>',
      min: 1,
      max: 10_000,
      summary: 'the newest so many (default: 100)',
    },
    errors: { type: 'flag', summary: 'only what went wrong' },
    follow: { type: 'flag', short: '-f', summary: 'go on with what comes, until Ctrl-C' },
  },
  examples: [
    ['filepipe logs', 'what the function logged lately'],
    ['filepipe logs --errors --since 3d', 'what went wrong in three days'],
    ['filepipe logs --follow', 'what it logs from now on, too'],
  ],
  notes: `Lines may reach CloudWatch late. --follow shows those of up to an hour, less in a log with
more than 1,500 lines a minute, with their own times and behind what is there already.`,
  interrupted: 'No more lines are shown.',
  async run(call) {
    const { options, terminal, control } = call;
    const since = parseTime(options.since ?? '1d', new Date(control.now()));
    const { target, install, overrides } = await openInstall(call);
    const query = {
      group: namesOf(target, { install, overrides }).logGroup,
      since,
      limit: options.limit ?? 100,
      errorsOnly: options.errors,
    };
    const logs = await logsClient(target);
    if (options.follow) await followLogs(logs, query, show, control);
    const lines = await readLogs(logs, query, control.signal);
    await show(lines);
    if (lines.length === 0) terminal.tell(`nothing logged since ${query.since.toISOString()}`);
    return 0;

    async function show(lines: readonly LogLine[]): Promise<void> {
      for (const line of lines) {
        const text = terminal.json ? JSON.stringify(line) : logLineText(terminal.out, line);
        await terminal.out.write(`${text}\n`);
      }
    }
  },
});
