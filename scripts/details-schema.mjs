// The JSON Schema of `details`, made from its TypeScript: `node scripts/details-schema.mjs` writes docs/details.schema.json.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = new URL('..', import.meta.url);

/** The schema as text. It is open: a field that a later version adds is no fault. */
export function detailsSchema() {
  const schema = createGenerator({
    path: fileURLToPath(new URL('handler/extract/details.ts', root)),
    tsconfig: fileURLToPath(new URL('tsconfig.json', root)),
    type: 'Details',
    skipTypeCheck: true,
    additionalProperties: true,
  }).createSchema('Details');
  return `${JSON.stringify({ title: 'details of a filepipe record, schema 1', ...schema }, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL('docs/details.schema.json', root), detailsSchema());
}
