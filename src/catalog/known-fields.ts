import { UsageError } from '../errors.ts';
import { detailFields, detailParts } from './detail-schema.ts';
import { likely } from './likely.ts';
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
export const knownFields: readonly string[] = [...fileFields, ...detailFields.keys()];

/** A file as far as it is known: a row of the table, or what `inspect` finds. */
export type KnownFile = Partial<ListedFile>;

/** What a record says under such a name, or a whole part under the part's; undefined when it says nothing. */
export function fieldValue(file: KnownFile, field: string): unknown {
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
  throw new UsageError(field === '' ? 'a field is missing' : `there is no field ${field}`, {
    hint: hintFor(field),
  });
}

function hintFor(field: string): string {
  const [part = ''] = field.split('.');
  const inPart = knownFields.filter((known) => known.startsWith(`${part}.`));
  const meant = likely(field, knownFields);
  if (meant.length > 0) return `did you mean ${meant.join(', ')}?`;
  if (inPart.length > 0) return `${part} has ${inPart.join(', ')}`;
  return `name one of ${fileFields.join(', ')}, or what is inside: ${detailParts.join(', ')}, as in document.pages; details.md has all, in docs/ and in the package's dist/`;
}
