// What is bundled into dist/ is other people's work: their licences go with it.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes the licence texts of all packages that the bundles were made of, in the order of their names. */
export async function writeLicences(file, metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = [...new Set(inputs.flatMap(packageFolder))].sort();
  const sections = await Promise.all(folders.map(section));
  await writeFile(file, sections.join(`\n${'-'.repeat(80)}\n\n`));
}

/** The folder of the innermost package that a bundled file belongs to. */
function packageFolder(input) {
  const match = /^(?:[^:]*:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  return match === null ? [] : [match[1]];
}

async function section(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n${await readFile(join(folder, file), 'utf8')}`;
  return `${name} ${version}, ${license}\n${text}`;
}
