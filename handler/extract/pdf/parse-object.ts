import { UnreadableError } from '../unreadable-error.ts';
import type { Lexer, Token } from './lexer.ts';
import { countOf, type Dictionary, isKeyword, Keyword, Name, type PdfObject, Reference } from './objects.ts';

const MAX_DEPTH = 64;
/** Of one array, so many are kept: a page tree without nodes has one for each page. */
const MAX_REFERENCES = 5000;
/** Where these come, something was not closed. */
const ENDS = new Set(['', 'endobj', 'stream', 'endstream']);

/**
 * Reads one object, of which what is broken is skipped, and of an array's references those after the first 5,000. A keyword that is no value (`endobj`, or the empty one at the
 * end) comes back as such.
 */
export function parseObject(lexer: Lexer): PdfObject {
  const first = lexer.next();
  if (typeof first === 'number') return referenceFrom(lexer, first) ?? first;
  return first instanceof Keyword ? (parseValue(lexer, first, 0) ?? first) : first;
}

/** A number may be the beginning of `12 0 R`. Otherwise what follows is left to be read. */
function referenceFrom(lexer: Lexer, number: number): Reference | undefined {
  const after = lexer.position;
  const reference = referenceOf(number, lexer.next());
  if (reference !== undefined && isKeyword(lexer.next(), 'R')) return reference;
  lexer.position = after;
  return undefined;
}

/** What begins with a keyword; undefined when that is no value. */
function parseValue(lexer: Lexer, { text }: Keyword, depth: number): PdfObject | undefined {
  if (depth > MAX_DEPTH) throw new UnreadableError(`its objects are nested more than ${MAX_DEPTH} deep`);
  if (text === '[') return parseItems(lexer, ']', depth);
  if (text === '<<') return dictionaryOf(parseItems(lexer, '>>', depth));
  if (text === 'null') return null;
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}

/** All values up to a keyword, or to one that cannot be inside, which is then left to be read. */
function parseItems(lexer: Lexer, close: ']' | '>>', depth: number): readonly PdfObject[] {
  const items: PdfObject[] = [];
  for (;;) {
    const before = lexer.position;
    const token: Token = lexer.next();
    if (!(token instanceof Keyword)) {
      items.push(token);
      continue;
    }
    if (token.text === close) return items;
    if (token.text === '>>' || ENDS.has(token.text)) {
      lexer.position = before;
      return items;
    }
    if (token.text === 'R') addReference(lexer, items);
    else addItem(items, parseValue(lexer, token, depth + 1));
  }
}

function addItem(items: PdfObject[], item: PdfObject | undefined): void {
  if (item !== undefined) items.push(item);
}

/** Makes a reference of the two numbers that stand before an `R`. */
function addReference(lexer: Lexer, items: PdfObject[]): void {
  const reference = referenceOf(items.at(-2), items.at(-1));
  if (reference === undefined) return;
  items.splice(-2, 2, reference);
  if (items.length >= MAX_REFERENCES) lexer.skipReferences();
}

function referenceOf(
  number: PdfObject | undefined,
  generation: PdfObject | undefined,
): Reference | undefined {
  const [first, second] = [countOf(number), countOf(generation)];
  return first === undefined || second === undefined ? undefined : new Reference(first, second);
}

function dictionaryOf(items: readonly PdfObject[]): Dictionary {
  const entries = new Map<string, PdfObject>();
  for (let at = 0; at < items.length; at += 1) {
    const [key, value] = [items[at], items[at + 1]];
    if (!(key instanceof Name) || value === undefined) continue;
    entries.set(key.text, value);
    at += 1;
  }
  return entries;
}
