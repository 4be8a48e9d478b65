/** A text, and how far it has been read. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** The template is not well-formed. */
export class TemplateSyntaxError extends Error {
  constructor() {
    super('Invalid mapping template specified');
    this.name = 'TemplateSyntaxError';
  }
}

/** Reads what a sticky pattern finds here; undefined, and nothing is read, when it does not fit. */
export function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match === null) return undefined;
  cursor.at += match[0].length;
  return match;
}

/** Reads what has to be here. */
export function expect(cursor: Cursor, pattern: RegExp): RegExpExecArray {
  const match = take(cursor, pattern);
  if (match === undefined) throw new TemplateSyntaxError();
  return match;
}
