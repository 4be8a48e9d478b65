import { allClients } from '../clients.ts';
import { requireKey } from '../key-argument.ts';
import { toldTrace, traceLines, traceText } from '../report/trace.ts';
import { openSession } from '../target/session.ts';
import { traceFile } from '../trace/trace-file.ts';
import { command } from './command.ts';
import { installSettings } from './install-settings.ts';
import { nameOptions } from './options.ts';

export const trace = command({
  arguments: { key: { count: 'one', summary: "the file's name in the bucket" } },
  options: nameOptions,
  examples: [
    ['filepipe trace photos/hill.jpg', 'when it passed each hop, or where it got stuck and why'],
    ['filepipe trace photos/hill.jpg --json', 'as one document'],
  ],
  notes: `Looks at the bucket, the function's log, the failure queue, of which at most 100
messages, and the table; nothing is taken out of the queue. Exits with 0 when the table
shows what the bucket holds, with 1 otherwise.`,
  async run(call) {
    const { args, terminal, control } = call;
    const key = requireKey(args.key);
    const session = await openSession(call);
    const clients = await allClients(session.target);
    const settings = await installSettings(clients, session, {}, call.config);
    const way = await traceFile(clients, session.target, settings, key, control);
    const lines = terminal.json ? [JSON.stringify(toldTrace(way))] : traceLines(terminal.out, way);
    await terminal.out.write(`${lines.join('\n')}\n`);
    terminal.tell(traceText(way));
    return way.complete ? 0 : 1;
  },
});
