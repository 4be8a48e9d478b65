import { UsageError } from '../errors.ts';
import { parseSize } from '../parse-size.ts';
import { type FieldKind, fieldKind } from './field-kind.ts';
import { parseDuration } from './parse-duration.ts';
import { localSpan, parseTimeSpan, type TimeSpan, timeSpan } from './time-span.ts';

/** Those that say what is; `!=` and `!~` are the opposite of `=` and `~`. */
export type Operator = '=' | '<' | '<=' | '>' | '>=' | '~';

type Test = (found: unknown) => boolean;

/**
 * Whether a field's value, or a member of it, is as asked. What is asked is read as the field needs it: a number, a size, a
 * duration, a time, yes or no; fails with a `UsageError` when it is none. `now` is what times like `3d` count back from.
 */
export function compareField(field: string, operator: Operator, value: string, now: Date): Test {
  if (operator === '~') return containing(value);
  const asked = fieldKind(field);
  switch (asked.kind) {
    case 'time':
      return timeTest(field, operator, value, now);
    case 'boolean':
    case 'choice':
      return choiceTest(field, operator, value, asked);
    case 'text':
      return (found) => isOrdered(operator, orderOf(String(found), value));
    default: {
      const number = numberOf(field, value, asked);
      return (found) => typeof found === 'number' && isOrdered(operator, found - number);
    }
  }
}

/** Whatever the case; where there is a `*`, which stands for anything, the whole has to fit. */
function containing(value: string): Test {
  const parts = value.toLowerCase().split('*');
  const fits = parts.length === 1 ? (text: string) => text.includes(value.toLowerCase()) : fitting(parts);
  return (found) => fits(String(found).toLowerCase());
}

/** Text that begins with the first part, ends with the last, and has the others between them in their order. */
function fitting(parts: readonly string[]): (text: string) => boolean {
  const [first = '', ...others] = parts;
  const last = others.at(-1) ?? '';
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of others.slice(0, -1)) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return text.length - at >= last.length && text.endsWith(last);
  };
}

function timeTest(field: string, operator: Operator, value: string, now: Date): Test {
  const written = about(field, () => parseTimeSpan(value, now));
  // What the table calls uploaded is shown in the reader's own time; what a file says is shown as it says it.
  const asked = field === 'uploadTime' ? localSpan(written) : written;
  return (found) => {
    const span = timeSpan(String(found));
    return span !== undefined && isOrdered(operator, orderInSpan(handsOf(span, found, asked), asked));
  };
}

function handsOf(span: TimeSpan, found: unknown, asked: TimeSpan): number {
  if (asked.zoned) return localSpan(span).from;
  const withoutZone = String(found).replace(/\s*(?:Z|(?<=:.*)[+-]\d\d:?\d\d)$/, '');
  return timeSpan(withoutZone)?.from ?? span.from;
}

function orderInSpan(time: number, { from, to }: TimeSpan): number {
  if (time < from) return -1;
  return time < to ? 0 : 1;
}

const YES_OR_NO: Readonly<Record<string, string>> = {
  yes: 'true',
  no: 'false',
  true: 'true',
  false: 'false',
};

function choiceTest(field: string, operator: Operator, value: string, asked: FieldKind): Test {
  if (operator !== '=') {
    throw new UsageError(`${field} has no order: ${field} ${operator} ${value}`, {
      hint: 'compare it with = or !=',
    });
  }
  const choices = asked.kind === 'choice' ? asked.values : ['yes', 'no'];
  const wanted = asked.kind === 'choice' ? choices.find((one) => one === value) : YES_OR_NO[value];
  if (wanted === undefined) {
    throw new UsageError(`${field} is never ${value}`, {
      hint: `compare it with ${choices.join(', ')}`,
    });
  }
  return (found) => String(found) === wanted;
}

function numberOf(field: string, value: string, { kind }: FieldKind): number {
  if (kind === 'size') return about(field, () => parseSize(value));
  if (kind === 'duration') return about(field, () => parseDuration(value));
  if (/^[+-]?\d+(?:\.\d+)?$/.test(value)) return Number(value);
  throw new UsageError(`${field}: "${value}" is not a number`, {
    hint: 'write it in digits alone, like 1000 or 2.5',
  });
}

/** Says which field was to be compared with a value that makes no sense. */
function about<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`${field}: ${cause.message}`, {
      cause,
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
    });
  }
}

function isOrdered(operator: Operator, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

function orderOf(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
