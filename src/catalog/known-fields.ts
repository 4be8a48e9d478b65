import schema from '../../docs/details.schema.json' with { type: 'json' };
import { UsageError } from '../errors.ts';
import type { ListedFile } from './query-files.ts';

/** What the table says of a file itself, in the order of a CSV's columns. */
export const fileFields = [
  'filename',
  'size',
  'uploadTime',
  'bucket',
  'contentType',
  'etag',
  'versionId',
  'sequencer',
  'storageClass',
  'status',
  'reason',
  'extractor',
  'checksum',
] as const satisfies readonly (keyof ListedFile)[];

/** Every field that can be asked for: `size`, `mediaType`, `document.pages`, … */
const knownFields: readonly string[] = [...fileFields, ...detailFields()];

/** What a record says under such a name; undefined when it says nothing. */
export function fieldValue(file: ListedFile, field: string): unknown {
  const [part = '', name] = field.split('.');
  const details: Readonly<Record<string, unknown>> = { ...file.details };
  if (name === undefined) return fileFields.find((one) => one === part) ? { ...file }[part] : details[part];
  const found = details[part];
  return typeof found === 'object' && found !== null ? new Map(Object.entries(found)).get(name) : undefined;
}

/** Fields from a list with commas; undefined for none given. Fails with a `UsageError` that names those that do not exist. */
export function parseColumns(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const fields = text.split(',').map((field) => field.trim());
  for (const field of fields) requireKnown(field);
  return fields;
}

/** Fails with a `UsageError` that says which fields may have been meant. */
export function requireKnown(field: string): void {
  if (knownFields.includes(field)) return;
  const last = field.split('.').at(-1) ?? field;
  const meant = knownFields.filter((known) => known.toLowerCase().includes(last.toLowerCase())).slice(0, 5);
  throw new UsageError(`there is no field ${field}`, {
    hint:
      meant.length === 0 || last === ''
        ? 'see which fields there are: filepipe list-metadata --json --limit 1'
        : `did you mean ${meant.join(', ')}?`,
  });
}

function detailFields(): string[] {
  const parts = new Map(Object.entries(schema.definitions.Details.properties));
  const kinds = new Map(Object.entries(schema.definitions));
  return [...parts].flatMap(([part, told]) => {
    if (!('$ref' in told)) return [part];
    const kind = kinds.get(told.$ref.replace('#/definitions/', '') as keyof typeof schema.definitions);
    return Object.keys(kind?.properties ?? {}).map((field) => `${part}.${field}`);
  });
}
