import { parseTime } from '../catalog/parse-time.ts';
import { logsClient } from '../clients.ts';
import { readLogs } from '../function-logs.ts';
import { namesOf } from '../provision/names.ts';
import { openSession } from '../target/session.ts';
import { command } from './command.ts';
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
  },
  examples: [
    ['filepipe logs', 'what the function logged lately'],
    ['filepipe logs --errors --since 3d', 'what went wrong in three days'],
  ],
  async run(call) {
    const { options, terminal, control } = call;
    const since = parseTime(options.since ?? '1d', new Date(control.now()));
    const { target, install, overrides } = await openSession(call);
    const query = {
      group: namesOf(target, { install, overrides }).logGroup,
      since,
      limit: options.limit ?? 100,
      errorsOnly: options.errors,
    };
    const lines = await readLogs(await logsClient(target), query, control.signal);
    for (const line of lines) {
      const text = terminal.json
        ? JSON.stringify(line)
        : `${terminal.out.paint('dim', line.time)}  ${line.message}`;
      await terminal.out.write(`${text}\n`);
    }
    if (lines.length === 0) terminal.tell(`nothing logged since ${query.since.toISOString()}`);
    return 0;
  },
});
