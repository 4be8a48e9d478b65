/** A value as it stands in a PDF. Strings are bytes: what they mean depends on where they stand. */
export type PdfObject =
  | null
  | boolean
  | number
  | Buffer
  | Name
  | Reference
  | Keyword
  | readonly PdfObject[]
  | Dictionary;

export type Dictionary = ReadonlyMap<string, PdfObject>;

/** `/Title`, without its slash. */
export class Name {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** `12 0 R`: the object is elsewhere. */
export class Reference {
  readonly number: number;
  readonly generation: number;
  constructor(number: number, generation: number) {
    this.number = number;
    this.generation = generation;
  }
}

/** What belongs to the grammar and is no value: `obj`, `stream`, `>>`; empty at the end of the bytes. */
export class Keyword {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export function isDictionary(object: PdfObject | undefined): object is Dictionary {
  return object instanceof Map;
}

export function isArray(object: PdfObject | undefined): object is readonly PdfObject[] {
  return Array.isArray(object);
}

export function isKeyword(object: PdfObject | undefined, ...texts: readonly string[]): boolean {
  return object instanceof Keyword && texts.includes(object.text);
}

/** A whole number from 0 on; undefined for everything else. */
export function countOf(object: PdfObject | undefined): number | undefined {
  return typeof object === 'number' && Number.isSafeInteger(object) && object >= 0 ? object : undefined;
}

export function nameOf(object: PdfObject | undefined): string | undefined {
  return object instanceof Name ? object.text : undefined;
}
