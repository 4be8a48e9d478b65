// What `details` can hold, for programs and for people, made from its TypeScript: `npm run schema` writes both into docs/.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = new URL('..', import.meta.url);

/** File name in docs/ → its text. */
export async function detailsDocuments() {
  const schema = detailsSchema();
  return {
    'details.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
    'details.md': page(schema.definitions, await introduction()),
  };
}

/** Open: a field that a later version adds is no fault. */
function detailsSchema() {
  const schema = createGenerator({
    path: fileURLToPath(new URL('handler/extract/details.ts', root)),
    tsconfig: fileURLToPath(new URL('tsconfig.json', root)),
    type: 'Details',
    skipTypeCheck: true,
    additionalProperties: true,
  }).createSchema('Details');
  return { title: 'details of a filepipe record, schema 1', ...schema };
}

async function introduction() {
  return await readFile(new URL('docs/details-introduction.md', root), 'utf8');
}

function page(definitions, introduction) {
  const { properties } = definitions.Details;
  const entries = Object.entries(properties);
  const whole = entries.filter(([, told]) => told.$ref === undefined);
  const parts = entries.filter(([, told]) => told.$ref !== undefined);
  const sections = parts.map(([part, { $ref }]) => {
    const { description, properties } = definitions[$ref.split('/').at(-1)];
    return [
      `## \`${part}\``,
      '',
      ...(description ? [description, ''] : []),
      ...table(Object.entries(properties)),
    ];
  });
  return `${[introduction.trimEnd(), '', ...table(whole), ...sections.flatMap((lines) => ['', ...lines])].join('\n')}\n`;
}

function table(fields) {
  const rows = fields.map(([name, told]) => `| \`${name}\` | ${kindOf(told)} | ${told.description ?? ''} |`);
  return ['| field | | |', '| --- | --- | --- |', ...rows];
}

function kindOf({ type, items, enum: values, const: constant }) {
  if (constant !== undefined) return `\`${constant}\``;
  if (values !== undefined)
    return values.map((value) => `\`${value === '\t' ? 'tab' : value.replace('|', '\\|')}\``).join(' ');
  return type === 'array'
    ? `list of ${items.type}s`
    : type.replace('string', 'text').replace('boolean', 'yes or no');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(await detailsDocuments()))
    await writeFile(new URL(`docs/${name}`, root), text);
}
