import { getRow } from '../catalog/get-row.ts';
import { dynamoDbClient } from '../clients.ts';
import { compare } from '../inspect/compare.ts';
import { inspect as inspectFiles } from '../inspect/inspect.ts';
import { namesOf } from '../provision/names.ts';
import { inspectionLines } from '../report/inspection.ts';
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
    ['curl -s https://example.com/a.pdf | filepipe inspect -', 'what comes through a pipe'],
    ['filepipe inspect ./photos --compare', 'whether the table still says the same'],
  ],
  notes: 'Reads files with the code that the function runs. Without --compare nothing is sent anywhere.',
  async run(call) {
    const { args, options, terminal, control } = call;
    const rowOf = options.compare ? await tableOf(call) : undefined;
    let different = false;
    const { prefix } = options;
    const inspecting = {
      ...(prefix === undefined ? {} : { prefix }),
      pipeName: options.pipeName ?? 'stdin',
      stdin: terminal.input,
      signal: control.signal,
    };
    await inspectFiles(args.path, inspecting, async (file, path) => {
      const compared = rowOf && (await compare(path, file, await rowOf(file.filename)));
      different ||= compared !== undefined && compared.state !== 'same';
      const lines = terminal.json
        ? [JSON.stringify({ ...file, ...(compared === undefined ? {} : { compared }) })]
        : inspectionLines(terminal.out, file, compared);
      await terminal.out.write(`${lines.join('\n')}\n`);
    });
    return different ? 4 : 0;
  },
});

async function tableOf(call: Call) {
  const { target, install, overrides } = await openInstall(call);
  const { table } = namesOf(target, { install, overrides });
  const dynamodb = await dynamoDbClient(target);
  return (filename: string) => getRow(dynamodb, table, filename, call.control.signal);
}
