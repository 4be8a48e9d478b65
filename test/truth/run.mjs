// Holds what the extractor says of real files against what well-known tools say, field by field:
//   npm run test:truth -- DIR [--family image] [--quiet]
// Prints every disagreement, then the agreement per field. Exits with 1 when the extractor hung, broke, read too much or
// broke its own schema, and with 2 when it was called wrongly.
import { parseArgs } from 'node:util';
import { compareFile } from './compare.mjs';
import { families } from './fields.mjs';
import { filesUnder } from './files.mjs';
import { describeAll } from './ours.mjs';
import { printSummary } from './summary.mjs';
import { tally } from './tally.mjs';
import { askTools, availableTools } from './tools.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { family: { type: 'string', multiple: true }, quiet: { type: 'boolean', default: false } },
});
const unknown = (values.family ?? []).filter((name) => !Object.hasOwn(families, name));
if (positionals.length === 0 || unknown.length > 0) {
  console.error(
    `usage: npm run test:truth -- DIR... [--quiet] [--family ${Object.keys(families).join('|')}]...`,
  );
  process.exit(2);
}

const wanted = values.family ?? Object.keys(families);
const files = positionals.flatMap(filesUnder);
if (files.length === 0) {
  console.error(`there are no files in ${positionals.join(' ')}`);
  process.exit(2);
}
const tools = availableTools();
console.error(`${files.length} files; tools: ${[...tools].join(', ') || 'none'}`);

const ours = await describeAll(files);
const theirs = await askTools(files, ours, tools);
const counts = tally();
for (const file of files) {
  for (const result of compareFile(wanted, file, ours.get(file), theirs.get(file))) {
    counts.add(result);
    if (result.verdict === 'agree' || result.counted === 'only' || values.quiet) continue;
    console.log(
      `${result.field}  ${file}\n    ours ${show(result.ours)}, ${result.tool} ${show(result.theirs)}`,
    );
  }
}
const sound = printSummary(counts, [...ours.values()]);
process.exitCode = sound ? 0 : 1;

function show(value) {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
