import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const schema = JSON.parse(readFileSync(new URL('../../docs/details.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: false }).compile(schema);

const MAX_READS = 64;
const MAX_BYTES = 32 * 1024 * 1024;
/** A row has room for 400 KB. */
const MAX_DETAILS = 64 * 1024;

/** What must never happen, whatever a file holds, and did: in words. */
export function troublesOf({ usage, trouble, description }) {
  if (trouble !== undefined) return [trouble];
  const { reads, bytes } = usage;
  const details = description.details;
  return [
    ...(reads > MAX_READS || bytes > MAX_BYTES ? [`read too much: ${reads} reads, ${bytes} bytes`] : []),
    ...(validate(details) ? [] : [`breaks the schema: ${JSON.stringify(validate.errors)}`]),
    ...(JSON.stringify(details).length > MAX_DETAILS ? ['has more details than a row should hold'] : []),
    ...(description.status === 'failed' && !description.reason ? ['failed without a reason'] : []),
  ];
}
