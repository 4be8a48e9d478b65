import { UsageError } from '../errors.ts';
import { compareField, type Operator } from './compare-field.ts';
import { detailParts } from './detail-schema.ts';
import { fieldKind } from './field-kind.ts';
import { fieldValue, type KnownFile, knownFields, requireKnown } from './known-fields.ts';

/** Whether a record is wanted. */
export type Condition = (file: KnownFile) => boolean;

/**
 * Reads a condition as people write it: `document.pages > 100 and (photo.make = Canon or not photo)`. docs/conditions.md says
 * what can be written. A record without the field fulfils nothing but `!=`, `!~` and `not`; a list is as asked when one of its
 * members is. `now` is what times like `3d` count back from. Fails with a `UsageError`.
 */
export function parseCondition(text: string, now: Date): Condition {
  const reader: Reader = { text, at: 0, depth: 0, now };
  if (text.trim() === '') throw notUnderstood(reader, 'the condition is empty');
  const condition = parseAny(reader);
  if (take(reader, /\s*$/y) === undefined) throw notUnderstood(reader, `not understood: ${restOf(reader)}`);
  return condition;
}

/** Where in the text the reading has come to, and in how many parentheses. */
interface Reader {
  readonly text: string;
  readonly now: Date;
  at: number;
  depth: number;
}

function parseAny(reader: Reader): Condition {
  const all = [parseAll(reader)];
  while (take(reader, /\s*or(?![\w.])/iy)) all.push(parseAll(reader));
  return (file) => all.some((one) => one(file));
}

function parseAll(reader: Reader): Condition {
  const all = [parseOne(reader)];
  while (take(reader, /\s*and(?![\w.])/iy)) all.push(parseOne(reader));
  return (file) => all.every((one) => one(file));
}

const DEEPEST = 50;

function parseOne(reader: Reader): Condition {
  if (take(reader, /\s*not(?![\w.])/iy)) return negated(parseOne(reader));
  if (!take(reader, /\s*\(/y)) return parseTerm(reader);
  reader.depth++;
  if (reader.depth > DEEPEST) throw notUnderstood(reader, 'there are too many parentheses in each other');
  const inner = parseAny(reader);
  if (!take(reader, /\s*\)/y)) throw notUnderstood(reader, `a ) is missing${before(reader)}`);
  reader.depth--;
  return inner;
}

function negated(condition: Condition): Condition {
  return (file) => !condition(file);
}

function parseTerm(reader: Reader): Condition {
  const isFirst = reader.at === 0;
  const field = take(reader, /\s*([A-Za-z][\w.]*)/y);
  if (field === undefined) throw notUnderstood(reader, `a field is missing${before(reader)}`);
  const operator = take(reader, /\s*([<>=!~]+)/y);
  if (operator === undefined) return presence(field, isFirst);
  requireKnown(field);
  const [positive, isNegated] = operatorOf(operator);
  const holds = compareField(field, positive, valueIn(reader, `${field} ${operator}`), reader.now);
  const condition: Condition = (file) => {
    const found = fieldValue(file, field);
    if (found === undefined) return false;
    return Array.isArray(found) ? found.some(holds) : holds(found);
  };
  return isNegated ? negated(condition) : condition;
}

/** A field alone: it is there, or it is yes. */
function presence(field: string, isFirst: boolean): Condition {
  if (detailParts.includes(field)) return (file) => fieldValue(file, field) !== undefined;
  if (!isFirst && !field.includes('.') && !knownFields.includes(field)) {
    throw new UsageError(`there is no field ${field}`, {
      hint: `name the field again, as in photo.make = Canon or photo.make = Nikon; a value with "and" or "or" in it stands in quotes`,
    });
  }
  requireKnown(field);
  if (fieldKind(field).kind === 'boolean') return (file) => fieldValue(file, field) === true;
  return (file) => fieldValue(file, field) !== undefined;
}

const OPERATORS = new Map<string, readonly [Operator, boolean]>([
  ['=', ['=', false]],
  ['==', ['=', false]],
  ['!=', ['=', true]],
  ['<', ['<', false]],
  ['<=', ['<=', false]],
  ['>', ['>', false]],
  ['>=', ['>=', false]],
  ['~', ['~', false]],
  ['!~', ['~', true]],
]);

function operatorOf(text: string): readonly [Operator, boolean] {
  const operator = OPERATORS.get(text);
  if (operator !== undefined) return operator;
  throw new UsageError(`there is no operator ${text}`, { hint: 'use one of = != < <= > >= ~ (contains) !~' });
}

/** In quotes, or up to the next `and` or `or`; in parentheses up to their end. */
function valueIn(reader: Reader, before: string): string {
  const quoted = take(reader, /\s*"([^"]*)"(?=\s|\)|$)/y) ?? take(reader, /\s*'([^']*)'(?=\s|\)|$)/y);
  if (quoted !== undefined) return quoted;
  if (/\s*["']/y.test(reader.text.slice(reader.at))) {
    throw notUnderstood(reader, `a quote is not closed: ${restOf(reader)}`);
  }
  const value = take(reader, reader.depth === 0 ? BARE : BARE_IN_PARENTHESES);
  if (value === undefined) throw notUnderstood(reader, `a value is missing behind ${before}`);
  return value;
}

const BARE = /\s*(\S(?:(?!\s+(?:and|or)(?:[\s(]|$)|\s+$).)*)/isy;
const BARE_IN_PARENTHESES = /\s*([^\s)](?:(?!\s+(?:and|or)(?:[\s(]|$)|\s*\)|\s+$).)*)/isy;

/** What the pattern finds just here, its group if it has one; the reading goes on behind it. */
function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null) return undefined;
  reader.at = pattern.lastIndex;
  return match[1] ?? match[0];
}

function before(reader: Reader): string {
  const rest = restOf(reader);
  return rest === '' ? ' at the end' : ` before ${rest}`;
}

function restOf({ text, at }: Reader): string {
  return text.slice(at).trim();
}

function notUnderstood({ text }: Reader, problem: string): UsageError {
  const whole = text.trim() === '' ? '' : `, in the condition ${text.trim()}`;
  return new UsageError(`${problem}${whole}`, {
    hint: "write it like --where 'document.pages > 100 and photo.make = Canon'",
  });
}
