import { UnreadableError } from '../unreadable-error.ts';
import type { Lexer } from './lexer.ts';
import { countOf, type Dictionary, isKeyword, Keyword, Name, type PdfObject, Reference } from './objects.ts';

const MAX_DEPTH = 64;

/**
 * Reads one object, of which what is broken is skipped. A keyword that is no value (`endobj`, or the empty one at the
 * end) comes back as such.
 */
export function parseObject(lexer: Lexer, depth = 0): PdfObject {
  if (depth > MAX_DEPTH) throw new UnreadableError(`its objects are nested more than ${MAX_DEPTH} deep`);
  const token = lexer.next();
  if (typeof token === 'number') return referenceFrom(lexer, token) ?? token;
  if (!(token instanceof Keyword)) return token;
  if (token.text === '<<') return parseDictionary(lexer, depth);
  if (token.text === '[') return parseArray(lexer, depth);
  if (token.text === 'true') return true;
  if (token.text === 'false') return false;
  return token.text === 'null' ? null : token;
}

/** A number may be the beginning of `12 0 R`. Otherwise what follows is left to be read. */
function referenceFrom(lexer: Lexer, number: number): Reference | undefined {
  if (countOf(number) === undefined) return undefined;
  const after = lexer.position;
  const generation = lexer.next();
  if (typeof generation === 'number' && countOf(generation) !== undefined && isKeyword(lexer.next(), 'R')) {
    return new Reference(number, generation);
  }
  lexer.position = after;
  return undefined;
}

function parseArray(lexer: Lexer, depth: number): readonly PdfObject[] {
  const items: PdfObject[] = [];
  for (;;) {
    const before = lexer.position;
    const item = parseObject(lexer, depth + 1);
    if (isKeyword(item, ']') || isEndOfObject(item, lexer, before)) return items;
    if (!(item instanceof Keyword)) items.push(item);
  }
}

function parseDictionary(lexer: Lexer, depth: number): Dictionary {
  const entries = new Map<string, PdfObject>();
  for (;;) {
    const before = lexer.position;
    const key = lexer.next();
    if (isKeyword(key, '>>') || isEndOfObject(key, lexer, before)) return entries;
    if (!(key instanceof Name)) continue;
    const beforeValue = lexer.position;
    const value = parseObject(lexer, depth + 1);
    if (isKeyword(value, '>>') || isEndOfObject(value, lexer, beforeValue)) return entries;
    if (!(value instanceof Keyword)) entries.set(key.text, value);
  }
}

/** Something was not closed: its end is read again by whoever is outside of it. */
function isEndOfObject(object: PdfObject, lexer: Lexer, before: number): boolean {
  if (isKeyword(object, '')) return true;
  if (!isKeyword(object, 'endobj', 'stream', 'endstream', '>>')) return false;
  lexer.position = before;
  return true;
}
