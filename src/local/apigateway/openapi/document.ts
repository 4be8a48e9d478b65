import { badRequest } from '../faults.ts';

export type Json = Readonly<Record<string, unknown>>;

/** An OpenAPI 3 or Swagger 2 document; refused when the bytes are neither. YAML is not read. */
export function readDocument(bytes: unknown): Json {
  let document: Json;
  try {
    document = record(JSON.parse(bytes instanceof Uint8Array ? Buffer.from(bytes).toString('utf8') : ''));
  } catch {
    throw badRequest(
      'Unable to parse API definition because of a malformed document; only JSON is read here',
    );
  }
  const version = text(document['swagger']) ?? text(document['openapi']) ?? '';
  if (version !== '2.0' && !version.startsWith('3.0')) {
    throw badRequest(`Invalid OpenAPI input: the version '${version}' is neither 2.0 nor 3.0`);
  }
  return document;
}

/** The value as an object; empty for everything that is none. */
export function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Numbers count as their digits, which is how people write statuses. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

export function texts(value: unknown): Record<string, string> {
  const entries = Object.entries(record(value)).map(([key, item]) => [key, text(item) ?? ''] as const);
  return Object.fromEntries(entries);
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What a `$ref` within the document points to; the value itself when it is no reference. */
export function resolved(document: Json, value: unknown): Json {
  const reference = text(record(value)['$ref']);
  if (reference === undefined) return record(value);
  const found = reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((node, key) => record(node)[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  if (found === undefined) throw badRequest(`Invalid OpenAPI input: ${reference} leads nowhere`);
  return record(found);
}
