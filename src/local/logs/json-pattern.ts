import type { Matches } from './filter-pattern.ts';
import { invalid } from './rules.ts';

type Test = (document: unknown) => boolean;

/** `{ $.level = "ERROR" && ($.size > 10 || $.user.name = "a*") }`, also `IS NULL` and `NOT EXISTS`. */
export function jsonPattern(pattern: string): Matches {
  const test = parse(pattern);
  return (message) => {
    const document = readJson(message);
    return document !== undefined && test(document);
  };
}

function readJson(message: string): unknown {
  const text = message.trim();
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const TOKEN =
  /\s*(?:(\$(?:\.[\w-]+|\[\d+\]|\.?\['[^']+'\])+)|("(?:[^"\\]|\\.)*")|(!=|<=|>=|&&|\|\||[=<>(){}])|([^\s"=<>!&|(){}]+))/y;

interface Token {
  readonly kind: 'selector' | 'text' | 'sign' | 'word';
  readonly text: string;
}

function parse(pattern: string): Test {
  const tokens = tokenise(pattern);
  let at = 0;
  expectSign('{');
  const test = parseOr();
  expectSign('}');
  if (at < tokens.length) throw badPattern();
  return test;

  function parseOr(): Test {
    const tests = [parseAnd()];
    while (takeSign('||')) tests.push(parseAnd());
    return (document) => tests.some((test) => test(document));
  }

  function parseAnd(): Test {
    const tests = [parseOne()];
    while (takeSign('&&')) tests.push(parseOne());
    return (document) => tests.every((test) => test(document));
  }

  function parseOne(): Test {
    if (takeSign('(')) {
      const test = parseOr();
      expectSign(')');
      return test;
    }
    const selector = take('selector');
    return takeIf('sign') === undefined
      ? wordTest(selector, parseWords())
      : comparison(selector, previous(), operand());
  }

  function parseWords(): string {
    const words = [take('word')];
    for (let word = takeIf('word'); word !== undefined; word = takeIf('word')) words.push(word);
    return words.join(' ').toUpperCase();
  }

  function operand(): Token {
    const token = tokens[at++];
    if (token?.kind !== 'text' && token?.kind !== 'word') throw badPattern();
    return token;
  }

  function previous(): string {
    return tokens[at - 1]?.text ?? '';
  }

  function takeIf(kind: Token['kind']): string | undefined {
    const token = tokens[at];
    if (token?.kind !== kind) return undefined;
    at++;
    return token.text;
  }

  function take(kind: Token['kind']): string {
    const text = takeIf(kind);
    if (text === undefined) throw badPattern();
    return text;
  }

  function takeSign(sign: string): boolean {
    if (tokens[at]?.kind !== 'sign' || tokens[at]?.text !== sign) return false;
    at++;
    return true;
  }

  function expectSign(sign: string): void {
    if (!takeSign(sign)) throw badPattern();
  }
}

function tokenise(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  const text = pattern.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) throw badPattern();
    const [, selector, quoted, sign, word] = match;
    if (selector !== undefined) tokens.push({ kind: 'selector', text: selector });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: JSON.parse(quoted) as string });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

function wordTest(selector: string, words: string): Test {
  const tests: Readonly<Record<string, (value: unknown) => boolean>> = {
    'IS TRUE': (value) => value === true,
    'IS FALSE': (value) => value === false,
    'IS NULL': (value) => value === null,
    EXISTS: (value) => value !== undefined,
    'NOT EXISTS': (value) => value === undefined,
  };
  const test = tests[words];
  if (test === undefined) throw badPattern();
  return (document) => test(select(document, selector));
}

function comparison(selector: string, sign: string, operand: Token): Test {
  const number = operand.kind === 'word' ? Number(operand.text) : Number.NaN;
  if (!Number.isNaN(number)) {
    return (document) => compareNumber(select(document, selector), sign, number);
  }
  if (sign !== '=' && sign !== '!=') throw badPattern();
  const expression = wildcard(operand.text);
  return (document) => {
    const value = select(document, selector);
    if (typeof value !== 'string') return false;
    return expression.test(value) === (sign === '=');
  };
}

function compareNumber(value: unknown, sign: string, number: number): boolean {
  if (typeof value !== 'number') return false;
  const results: Readonly<Record<string, boolean>> = {
    '=': value === number,
    '!=': value !== number,
    '<': value < number,
    '<=': value <= number,
    '>': value > number,
    '>=': value >= number,
  };
  const result = results[sign];
  if (result === undefined) throw badPattern();
  return result;
}

function wildcard(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function select(document: unknown, selector: string): unknown {
  let value = document;
  for (const [, name, index, quoted] of selector.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = name ?? index ?? quoted ?? '';
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value;
}

function badPattern() {
  return invalid('Invalid filter pattern');
}
