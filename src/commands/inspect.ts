import { getRow } from '../catalog/get-row.ts';
import { parseCondition } from '../catalog/parse-condition.ts';
import { dynamoDbClient } from '../clients.ts';
import { compare } from '../inspect/compare.ts';
import { inspect as inspectFiles } from '../inspect/inspect.ts';
import { namesOf } from '../provision/names.ts';
import { reportInspection } from '../report/inspection.ts';
import { InspectionTally } from '../report/inspection-tally.ts';
import { type Call, command } from './command.ts';
import { openInstall } from './open-install.ts';
import { nameOptions } from './options.ts';

export const inspect = command({
  arguments: { path: { count: 'many', summary: 'files, folders, pipes; - for standard input' } },
  options: {
    ...nameOptions,
    compare: { type: 'flag', summary: 'with what the table says; exits with 4 when something differs' },
    where: {
      type: 'text',
      value: '<condition>',
      summary: "only files of which this is true: 'document.pages > 100'",
    },
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
    ["filepipe inspect . --where 'document.pages > 100'", 'files of which this is true'],
    ["find . -name '*.pdf' -print0 | xargs -0 filepipe inspect --", 'what find finds'],
    ['curl -s https://example.com/a.pdf | filepipe inspect -', 'what comes through a pipe'],
    ['filepipe inspect ./photos --compare', 'whether the table still says the same'],
  ],
  notes: `Reads files with the code that the function runs. Without --compare nothing is sent anywhere.
What cannot be read is told in the end, and all else is shown; then the exit code is 3.`,
  async run(call) {
    const { args, options, terminal, control } = call;
    const isWanted =
      options.where === undefined ? () => true : parseCondition(options.where, new Date(control.now()));
    const rowOf = options.compare ? await tableOf(call) : undefined;
    const tally = new InspectionTally();
    const { prefix } = options;
    const inspecting = {
      ...(prefix === undefined ? {} : { prefix }),
      pipeName: options.pipeName ?? 'stdin',
      stdin: terminal.input,
      signal: control.signal,
    };
    const report = reportInspection(terminal);
    await inspectFiles(args.path, inspecting, {
      async file(file, path, content) {
        if (!isWanted(file)) return tally.passOver();
        const compared = rowOf && (await compare(content, file, await rowOf(file.filename)));
        tally.add(file, compared);
        await report.file(path, file, compared);
      },
      async fault(fault, path) {
        tally.fault(fault);
        await report.fault(path, fault);
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
