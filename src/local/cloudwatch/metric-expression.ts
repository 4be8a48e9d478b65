import { AwsError } from '../aws-error.ts';
import { VALIDATION } from './metric-id.ts';

type Lookup = (id: string) => number | undefined;
type Evaluate = (lookup: Lookup) => number | undefined;

export interface MetricExpression {
  /** The ids that it refers to. */
  readonly ids: readonly string[];
  /** Its value in one period; undefined when a term has none there. */
  readonly evaluate: Evaluate;
}

/**
 * Metric math, as far as it is served: numbers, ids, `+ - * /`, parentheses and `FILL(id, number)`.
 * Refused when it is anything else.
 */
export function metricExpression(text: string): MetricExpression {
  const tokens = text.match(/[a-z]\w*|[A-Z_]+|\d+(?:\.\d+)?|[-+*/(),]|\S/g) ?? [];
  const ids = new Set<string>();
  let at = 0;
  const evaluate = sum();
  if (at < tokens.length) throw unexpected(tokens[at]);
  return { ids: [...ids], evaluate };

  function sum(): Evaluate {
    let left = product();
    for (let sign = take('+', '-'); sign !== undefined; sign = take('+', '-')) {
      left = sign === '+' ? both(left, product(), (a, b) => a + b) : both(left, product(), (a, b) => a - b);
    }
    return left;
  }

  function product(): Evaluate {
    let left = term();
    for (let sign = take('*', '/'); sign !== undefined; sign = take('*', '/')) {
      left = sign === '*' ? both(left, term(), (a, b) => a * b) : both(left, term(), divide);
    }
    return left;
  }

  function term(): Evaluate {
    if (take('(')) {
      const inner = sum();
      expect(')');
      return inner;
    }
    if (take('FILL')) return fill();
    const token = tokens[at++];
    if (token !== undefined && /^\d/.test(token)) return () => Number(token);
    if (token === undefined || !/^[a-z]\w*$/.test(token)) throw unexpected(token);
    ids.add(token);
    return (lookup) => lookup(token);
  }

  function fill(): Evaluate {
    expect('(');
    const inner = sum();
    expect(',');
    const sign = take('-') ? -1 : 1;
    const token = tokens[at++];
    if (token === undefined || !/^\d/.test(token)) throw unexpected(token);
    expect(')');
    return (lookup) => inner(lookup) ?? sign * Number(token);
  }

  function take(...wanted: readonly string[]): string | undefined {
    const token = tokens[at];
    if (token === undefined || !wanted.includes(token)) return undefined;
    at++;
    return token;
  }

  function expect(wanted: string): void {
    if (!take(wanted)) throw unexpected(tokens[at]);
  }
}

function both(
  left: Evaluate,
  right: Evaluate,
  apply: (a: number, b: number) => number | undefined,
): Evaluate {
  return (lookup) => {
    const [a, b] = [left(lookup), right(lookup)];
    return a === undefined || b === undefined ? undefined : apply(a, b);
  };
}

/** CloudWatch drops data points that would be divided by zero. */
function divide(a: number, b: number): number | undefined {
  return b === 0 ? undefined : a / b;
}

function unexpected(token = 'the end'): AwsError {
  const served = 'The embedded AWS serves numbers, ids, + - * /, parentheses and FILL(id, number)';
  return new AwsError(VALIDATION, `Error in expression at ${token}. ${served}`);
}
