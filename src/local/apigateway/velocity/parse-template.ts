import { notServed } from '../faults.ts';
import { type Cursor, expect, TemplateSyntaxError, take } from './cursor.ts';
import type { Branch, Node } from './nodes.ts';
import { parseReferences, takeExpression, takeReference } from './parse-expression.ts';

/**
 * Reads a template in the part of the Velocity language that is known here: references, comments, `#set`, `#if` and
 * `#foreach`. Throws a `TemplateSyntaxError` when it is not well-formed, and refuses other directives.
 * https://velocity.apache.org/engine/1.7/vtl-reference.html
 */
export function parseTemplate(text: string): readonly Node[] {
  const cursor: Cursor = { text, at: 0 };
  const nodes = takeNodes(cursor);
  if (cursor.at < text.length) throw new TemplateSyntaxError();
  return nodes;
}

/** A line break behind a directive belongs to it. */
const LINE_END = /[ \t]*(?:\r?\n)?/y;
const DIRECTIVE = /#(?:(set|if|elseif|else|foreach|end)(?!\w)|\{(else|end)\})/y;
const COMMENT = /##[^\n]*(?:\n|$)|#\*[\s\S]*?\*#/y;
const OTHER = /#\{?(?:break|stop|macro|include|parse|evaluate|define)\b/y;

function takeNodes(cursor: Cursor): Node[] {
  const nodes: Node[] = [];
  while (cursor.at < cursor.text.length) {
    if (take(cursor, COMMENT)) continue;
    const start = cursor.at;
    const directive = take(cursor, DIRECTIVE);
    const name = directive?.[1] ?? directive?.[2];
    if (name === undefined) {
      nodes.push(...takeText(cursor));
    } else if (name === 'set' || name === 'if' || name === 'foreach') {
      nodes.push(blocks[name](cursor));
    } else {
      cursor.at = start;
      return nodes;
    }
  }
  return nodes;
}

/** Up to what may be a directive. References may hold a `#` in their arguments, so they are read along the way. */
function takeText(cursor: Cursor): Node[] {
  const other = take(cursor, OTHER);
  if (other !== undefined) throw notServed(`the directive ${other[0]} in mapping templates`);
  const start = cursor.at;
  do {
    if (takeReference(cursor) === undefined) cursor.at += 1;
  } while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== '#');
  return parseReferences(cursor.text.slice(start, cursor.at));
}

const blocks: Readonly<Record<'set' | 'if' | 'foreach', (cursor: Cursor) => Node>> = {
  set(cursor) {
    expect(cursor, /\s*\(\s*/y);
    const target = takeReference(cursor);
    if (target === undefined) throw new TemplateSyntaxError();
    expect(cursor, /\s*=/y);
    const value = takeExpression(cursor);
    expect(cursor, /\)/y);
    take(cursor, LINE_END);
    return { kind: 'set', target, value };
  },
  if(cursor) {
    const branches: Branch[] = [takeBranch(cursor)];
    for (;;) {
      const directive = expect(cursor, DIRECTIVE);
      const name = directive[1] ?? directive[2];
      if (name === 'elseif') {
        branches.push(takeBranch(cursor));
        continue;
      }
      take(cursor, LINE_END);
      if (name === 'end') return { kind: 'if', branches };
      branches.push({ condition: undefined, body: takeNodes(cursor) });
    }
  },
  foreach(cursor) {
    const [, variable = ''] = expect(cursor, /\s*\(\s*\$\{?([A-Za-z_][\w-]*)\}?\s+in\s/y);
    const list = takeExpression(cursor);
    expect(cursor, /\)/y);
    take(cursor, LINE_END);
    const body = takeNodes(cursor);
    const end = expect(cursor, DIRECTIVE);
    if ((end[1] ?? end[2]) !== 'end') throw new TemplateSyntaxError();
    take(cursor, LINE_END);
    return { kind: 'foreach', variable, list, body };
  },
};

function takeBranch(cursor: Cursor): Branch {
  expect(cursor, /\s*\(/y);
  const condition = takeExpression(cursor);
  expect(cursor, /\)/y);
  take(cursor, LINE_END);
  return { condition, body: takeNodes(cursor) };
}
