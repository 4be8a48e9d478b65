import { UsageError } from '../errors.ts';
import { parseSize } from '../parse-size.ts';
import { fieldValue, requireKnown } from './known-fields.ts';
import type { ListedFile } from './query-files.ts';

/** Whether a record is wanted. */
export type Condition = (file: ListedFile) => boolean;

/**
 * Reads a condition as people write it: `document.pages > 100 and photo.make = Canon`. A term is a field, one of
 * `= != < <= > >=` or `~` (contains, whatever the case), and a value, in quotes if it has spaces at its ends or the word
 * `and`; or a field alone, which must be there. Sizes may have units (`size > 10MB`), and so may durations (`video.durationSeconds > 1h`).
 * A record without the field fulfils nothing but `!=`; a list does when one of its members does. Fails with a `UsageError`.
 */
export function parseCondition(text: string): Condition {
  const terms = splitTerms(text).map(parseTerm);
  return (file) => terms.every((term) => term(file));
}

/** Parts between `and`s that are not inside quotes. */
function splitTerms(text: string): string[] {
  const pieces = text.match(/"[^"]*"|'[^']*'|[^"']+|["']/g) ?? [];
  const marked = pieces.map((piece) => (/^["']./.test(piece) ? piece : piece.replace(/\s+and\s+/gi, '\0')));
  return marked.join('').split('\0');
}

const TERM = /^([A-Za-z][\w.]*)\s*(?:(<=|>=|!=|=|<|>|~)\s*(.*))?$/s;

function parseTerm(text: string): Condition {
  const [, field = '', operator, value] = TERM.exec(text.trim()) ?? [];
  if (field === '' || (operator !== undefined && (value ?? '') === '')) {
    throw new UsageError(`not a condition: ${text.trim()}`, {
      hint: "write it like --where 'document.pages > 100 and photo.make = Canon'",
    });
  }
  requireKnown(field);
  if (operator === undefined || value === undefined) return (file) => fieldValue(file, field) !== undefined;
  const holds = comparison(operator, unquoted(value), field);
  return (file) => {
    const found = fieldValue(file, field);
    if (found === undefined) return operator === '!=';
    const members = Array.isArray(found) ? found : [found];
    return operator === '!=' ? members.every(holds) : members.some(holds);
  };
}

function comparison(operator: string, value: string, field: string): (found: unknown) => boolean {
  if (operator === '~') {
    const part = value.toLowerCase();
    return (found) => String(found).toLowerCase().includes(part);
  }
  const number = numberFor(field, value);
  return (found) => {
    const order = typeof found === 'number' ? found - number : orderOf(String(found), value);
    return ORDERS[operator]?.(order) ?? false;
  };
}

/** NaN, which is what a number that is compared with no number gives, fulfils only `!=`. */
const ORDERS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function orderOf(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600 };

function numberFor(field: string, value: string): number {
  if (/^size$|Bytes$/.test(field) && /\d\s*[A-Za-z]+$/.test(value)) return parseSize(value);
  const [, count, unit = ''] = /Seconds$/.test(field)
    ? (/^(\d+(?:\.\d+)?)\s*(s|m|min|h)$/.exec(value) ?? [])
    : [];
  return count === undefined ? Number(value) : Number(count) * (SECONDS[unit] ?? 1);
}

function unquoted(value: string): string {
  return /^(["']).*\1$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value;
}
