import { getRow } from '../catalog/get-row.ts';
import { dynamoDbClient } from '../clients.ts';
import { compare } from '../inspect/compare.ts';
import { inspect as inspectFiles } from '../inspect/inspect.ts';
import { STDIN } from '../inspect/pipes.ts';
import { namesOf } from '../provision/names.ts';
import { inspectionLines } from '../report/inspection.ts';
import { InspectionTally } from '../report/inspection-tally.ts';
import { type Call, command } from './command.ts';
import { openInstall } from './open-install.ts';
import { nameOptions } from './options.ts';

export const inspect = command({
  arguments: { path: { count: 'many', summary: 'files, folders, pipes; - for standard input' } },
  options: {
    ...nameOptions,
    compare: { type: 'flag', summary: 'with what the table says; exits with 4 when something differs' },
    prefix: { type: 'text', value: '<folder>', summary: 'under which name they were uploaded' },
    pipeName: {
      type: 'text',
      value: '<name>',
      summary: 'what the content of a pipe is called (default: stdin)',
    },
  },
  examples: [
    ['filepipe inspect ./file.pdf', 'what the table would say about it'],
    ['filepipe inspect ./photos --json > photos.ndjson', 'a folder, one object a file'],
    ["find . -name '*.pdf' -print0 | xargs -0 filepipe inspect --", 'what find finds'],
    ['curl -s https://example.com/a.pdf | filepipe inspect -', 'what comes through a pipe'],
    ['filepipe inspect ./photos --compare', 'whether the table still says the same'],
  ],
  notes: `Reads files with the code that the function runs. Without --compare nothing is sent anywhere.
What cannot be read is told in the end, and all else is shown; then the exit code is 3.`,
  async run(call) {
    const { args, options, terminal, control } = call;
    const rowOf = options.compare ? await tableOf(call) : undefined;
    const tally = new InspectionTally();
    const { prefix } = options;
    const inspecting = {
      ...(prefix === undefined ? {} : { prefix }),
      pipeName: options.pipeName ?? 'stdin',
      stdin: terminal.input,
      signal: control.signal,
    };
    let gap = '';
    await inspectFiles(args.path, inspecting, {
      async file(file, path, content) {
        const compared = rowOf && (await compare(content, file, await rowOf(file.filename)));
        tally.add(file, compared);
        const lines = terminal.json
          ? [JSON.stringify({ path, ...file, ...(compared === undefined ? {} : { compared }) })]
          : inspectionLines(terminal.out, path === STDIN ? file.filename : path, file, compared);
        await terminal.out.write(`${gap}${lines.join('\n')}\n`);
        if (!terminal.json) gap = '\n';
      },
      async fault(fault, path) {
        tally.fault(fault);
        const error = { what: fault.message, why: [], hint: fault.hint, isBug: false };
        if (terminal.json) await terminal.out.write(`${JSON.stringify({ path, error })}\n`);
      },
    });
    if (tally.text !== undefined) terminal.tell(tally.text);
    if (tally.error !== undefined) throw tally.error;
    return tally.isDifferent ? 4 : 0;
  },
});

async function tableOf(call: Call) {
  const { target, install, overrides } = await openInstall(call);
  const { table } = namesOf(target, { install, overrides });
  const dynamodb = await dynamoDbClient(target);
  return (filename: string) => getRow(dynamodb, table, filename, call.control.signal);
}
