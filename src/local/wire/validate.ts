import { Readable } from 'node:stream';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../aws-error.ts';
import { type Constraint, demands, fault, refuseFor } from './constraint.ts';
import type { ConstrainedShape, ModelConstraints } from './model-constraints.ts';
import { requiredMembers } from './schema.ts';

/** How inputs of a service are judged. */
export interface Rules {
  readonly constraints: ModelConstraints;
  /** The error code for what is missing or breaks a constraint. */
  readonly code: string;
  /** What it says, where that is not what is wrong. */
  readonly message?: string | undefined;
  /** What messages put before the names of members in the body, if anything. */
  readonly bodyName?: string | undefined;
}

/**
 * Refuses an input that lacks a required member, or has one of the wrong type or one that breaks its
 * model's constraints, in AWS's wording: the first wrong type as `SerializationException`, else all
 * faults together.
 */
export function validate(schema: NormalizedSchema, input: unknown, rules: Rules): void {
  const { constraints, bodyName = '' } = rules;
  const judgement: Judgement = { constraints, bodyName, faults: [] };
  visitStruct(schema, asObject(input, ''), bodyName, judgement);
  refuseFor(judgement.faults, rules.code, rules.message);
}

interface Judgement {
  readonly constraints: ModelConstraints;
  readonly bodyName: string;
  readonly faults: string[];
}

interface Place {
  readonly path: string;
  readonly shape: ConstrainedShape | undefined;
}

function visit(schema: NormalizedSchema, value: unknown, place: Place, judgement: Judgement): void {
  if (schema.isStructSchema()) visitStruct(schema, asObject(value, place.path), place.path, judgement);
  else if (schema.isListSchema()) visitList(schema, value, place, judgement);
  else if (schema.isMapSchema()) visitMap(schema, asObject(value, place.path), place, judgement);
  else if (!scalarFits(schema, value)) throw wrongType(place.path);
}

function visitStruct(schema: NormalizedSchema, struct: object, path: string, judgement: Judgement): void {
  const required = new Set(requiredMembers(schema));
  const shapes = judgement.constraints.structures[schema.getName() ?? ''];
  for (const [name, member] of schema.structIterator()) {
    const value: unknown = Reflect.get(struct, name);
    const parent = path === judgement.bodyName && isOutsideBody(member) ? '' : path;
    const memberPath = parent === '' ? lowerFirst(name) : `${parent}.${lowerFirst(name)}`;
    if (value !== undefined && value !== null) {
      const place = { path: memberPath, shape: shapeOf(shapes?.[name], judgement) };
      visit(member, value, place, judgement);
      judge(member, value, place, judgement);
    } else if (required.has(name))
      judgement.faults.push(fault(memberPath, 'null', 'Member must not be null'));
  }
}

function visitList(schema: NormalizedSchema, value: unknown, place: Place, judgement: Judgement): void {
  if (!Array.isArray(value)) throw wrongType(place.path);
  const shape = shapeOf(place.shape?.member, judgement);
  for (const [i, item] of value.entries()) {
    if (item === null) continue;
    visit(schema.getValueSchema(), item, { path: `${place.path}.${i + 1}.member`, shape }, judgement);
  }
  const items = value.filter((item) => item !== null);
  const demand = judgeParts(items, shape, 'Member must satisfy constraint', ['Member must not be null']);
  if (demand) judgement.faults.push(fault(place.path, shown(schema, value), demand));
}

function visitMap(schema: NormalizedSchema, map: object, place: Place, judgement: Judgement): void {
  const shape = shapeOf(place.shape?.value, judgement);
  for (const [key, item] of Object.entries(map)) {
    visit(schema.getValueSchema(), item, { path: `${place.path}.${key}.member`, shape }, judgement);
  }
  const keyShape = shapeOf(place.shape?.key, judgement);
  const found = [
    judgeParts(Object.keys(map), keyShape, 'Map keys must satisfy constraint'),
    judgeParts(Object.values(map), shape, 'Map value must satisfy constraint'),
  ];
  for (const demand of found) {
    if (demand) judgement.faults.push(fault(place.path, shown(schema, map), demand));
  }
}

function judge(schema: NormalizedSchema, value: unknown, { path, shape }: Place, judgement: Judgement): void {
  for (const [words, met] of shape ? demands(value, shape) : []) {
    if (!met) judgement.faults.push(fault(path, shown(schema, value), words));
  }
}

/** A list or a map is refused for its parts as one, by all that is demanded of each of them. */
function judgeParts(
  parts: readonly unknown[],
  constraint: Constraint | undefined,
  words: string,
  further: readonly string[] = [],
): string | undefined {
  if (constraint === undefined) return undefined;
  const judged = parts.map((part) => demands(part, constraint));
  const refused = judged.find((found) => found.some(([, met]) => !met));
  return refused && `${words}: [${[...refused.map(([demand]) => demand), ...further].join(', ')}]`;
}

function shapeOf(name: string | undefined, { constraints }: Judgement): ConstrainedShape | undefined {
  return name === undefined ? undefined : constraints.shapes[name];
}

function isOutsideBody(member: NormalizedSchema): boolean {
  const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
  return Boolean(httpLabel ?? httpQuery ?? httpHeader);
}

/** Undefined for what AWS does not repeat. */
function shown(schema: NormalizedSchema, value: unknown): string | undefined {
  return schema.getMergedTraits().sensitive ? undefined : `'${text(value)}'`;
}

/** As Java prints it. */
function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(text).join(', ')}]`;
  if (typeof value !== 'object' || value === null || value instanceof String) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${key}=${text(item)}`);
  return `{${entries.join(', ')}}`;
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
  const where = path && ` at '${path}'`;
  return new AwsError('SerializationException', `Unexpected value type in payload${where}`, { status: 400 });
}

/** AWS names members in these messages as Java beans do. */
function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
