import { Readable } from 'node:stream';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../aws-error.ts';
import { requiredMembers } from './schema.ts';

/**
 * Refuses an input that lacks a required member or has one of the wrong type, in AWS's wording: the
 * first wrong type as `SerializationException`, else all that is missing together under `code`.
 */
export function validate(schema: NormalizedSchema, input: unknown, code: string): void {
  const missing: string[] = [];
  visit(schema, input, '', missing);
  if (missing.length === 0) return;
  const faults = missing.map(
    (path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
  const count = `${missing.length} validation error${missing.length === 1 ? '' : 's'} detected: `;
  throw new AwsError(code, count + faults.join('; '), { status: 400 });
}

function visit(schema: NormalizedSchema, value: unknown, path: string, missing: string[]): void {
  if (schema.isStructSchema()) visitStruct(schema, asObject(value, path), path, missing);
  else if (schema.isListSchema()) visitList(schema, value, path, missing);
  else if (schema.isMapSchema()) {
    for (const [key, item] of Object.entries(asObject(value, path))) {
      visit(schema.getValueSchema(), item, `${path}.${key}.member`, missing);
    }
  } else if (!scalarFits(schema, value)) throw wrongType(path);
}

function visitStruct(schema: NormalizedSchema, struct: object, path: string, missing: string[]): void {
  const required = new Set(requiredMembers(schema));
  for (const [name, member] of schema.structIterator()) {
    const value: unknown = Reflect.get(struct, name);
    const memberPath = path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`;
    if (value !== undefined && value !== null) visit(member, value, memberPath, missing);
    else if (required.has(name)) missing.push(memberPath);
  }
}

function visitList(schema: NormalizedSchema, value: unknown, path: string, missing: string[]): void {
  if (!Array.isArray(value)) throw wrongType(path);
  for (const [i, item] of value.entries()) {
    if (item !== null) visit(schema.getValueSchema(), item, `${path}.${i + 1}.member`, missing);
  }
}

function scalarFits(schema: NormalizedSchema, value: unknown): boolean {
  if (schema.isStringSchema()) return typeof value === 'string' || value instanceof String;
  if (schema.isNumericSchema()) return typeof value === 'number';
  if (schema.isBooleanSchema()) return typeof value === 'boolean';
  if (schema.isTimestampSchema()) return value instanceof Date && !Number.isNaN(value.getTime());
  if (schema.isBlobSchema()) return value instanceof Uint8Array || value instanceof Readable;
  return true;
}

function asObject(value: unknown, path: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(path);
  return value;
}

function wrongType(path: string): AwsError {
  return new AwsError(
    'SerializationException',
    `Unexpected value type in payload${path && ` at '${path}'`}`,
    {
      status: 400,
    },
  );
}

/** AWS names members in these messages as Java beans do. */
function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
