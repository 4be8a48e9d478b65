import { UnreadableError } from '../unreadable-error.ts';
import { isDigit, isNumeric, isRegular, isSpace } from './characters.ts';
import { Keyword, Name } from './objects.ts';
import { type ReadString, readHexString, readLiteralString } from './strings.ts';

/** The bytes end inside a token, and the file does not: more of them are needed. */
export class NeedMoreBytes extends Error {
  override readonly name = 'NeedMoreBytes';
}

export type Token = number | Buffer | Name | Keyword;

/** Of one object with all that is in it. A page tree without nodes takes three a page. */
const MAX_TOKENS = 300_000;
const LONGEST_NUMBER = 40;
const LONGEST_WORD = 1024;
const CR = 0x0d;
const LF = 0x0a;
const PERCENT = 0x25;
const PARENTHESIS = 0x28;
const SLASH = 0x2f;
const CAPITAL_R = 0x52;
const CLOSE = 0x5d;
const LESS = 0x3c;
const GREATER = 0x3e;

/** Splits bytes into the tokens of PDF's grammar. Reads everything as something: damage is no error. */
export class Lexer {
  readonly #bytes: Buffer;
  readonly #last: boolean;
  /** Of the next byte. */
  position: number;
  /** So many were read. */
  tokens = 0;

  /** `last` says that nothing follows the bytes. Otherwise a token that touches their end throws `NeedMoreBytes`. */
  constructor(bytes: Buffer, position: number, last: boolean) {
    this.#bytes = bytes;
    this.#last = last;
    this.position = position;
  }

  /** The next token; the empty keyword at the end. Throws an `UnreadableError` after 300,000 of them. */
  next(): Token {
    this.tokens += 1;
    if (this.tokens > MAX_TOKENS) throw new UnreadableError(`an object has more than ${MAX_TOKENS} parts`);
    this.#skipSpace();
    const first = this.#bytes[this.position];
    if (first === undefined) return new Keyword('');
    if (first === SLASH) return this.#name();
    if (isNumeric(first)) return this.#number();
    if (first === PARENTHESIS) return this.#string(readLiteralString);
    if (first === LESS || first === GREATER) return this.#angle(first);
    if (isRegular(first)) return new Keyword(this.#word());
    this.position += 1;
    return new Keyword(String.fromCharCode(first));
  }

  /** Where the content of a stream begins, the keyword `stream` having been read. */
  startOfStream(): number {
    const [first, second] = this.#bytes.subarray(this.position, this.position + 2);
    if (second === undefined) this.#end();
    if (first === CR && second === LF) return this.position + 2;
    return first === CR || first === LF ? this.position + 1 : this.position;
  }

  /** Passes over all references up to the end of an array, without making tokens of them. */
  skipReferences(): void {
    let at = this.position;
    while (isDigit(this.#bytes[at]) || isSpace(this.#bytes[at]) || this.#bytes[at] === CAPITAL_R) at += 1;
    if (at >= this.#bytes.length) this.#end();
    if (at >= this.#bytes.length || this.#bytes[at] === CLOSE) this.position = at;
  }

  #skipSpace(): void {
    while (isSpace(this.#bytes[this.position]) || this.#bytes[this.position] === PERCENT) {
      if (this.#bytes[this.position] === PERCENT) this.#skipLine();
      else this.position += 1;
    }
    if (this.position >= this.#bytes.length) this.#end();
  }

  #skipLine(): void {
    while (this.position < this.#bytes.length) {
      const byte = this.#bytes[this.position];
      if (byte === CR || byte === LF) return;
      this.position += 1;
    }
  }

  #angle(first: number): Token {
    if (this.position + 1 >= this.#bytes.length) this.#end();
    const isDouble = this.#bytes[this.position + 1] === first;
    if (first === LESS && !isDouble) return this.#string(readHexString);
    this.position += isDouble ? 2 : 1;
    return new Keyword(String.fromCharCode(first).repeat(isDouble ? 2 : 1));
  }

  #string(read: (bytes: Buffer, start: number) => ReadString): Buffer {
    const { text, end } = read(this.#bytes, this.position);
    if (end === undefined) this.#end();
    this.position = end ?? this.#bytes.length;
    return text;
  }

  /** A sign or a point that stands alone is 0, as other readers have it. */
  #number(): number {
    const start = this.position;
    while (isNumeric(this.#bytes[this.position])) this.position += 1;
    if (this.position >= this.#bytes.length) this.#end();
    const digits = this.#bytes.toString('latin1', start, Math.min(this.position, start + LONGEST_NUMBER));
    const value = Number.parseFloat(digits.replace(/^[+-]+(?=[+-])/, ''));
    return Number.isNaN(value) ? 0 : value;
  }

  #name(): Name {
    this.position += 1;
    const word = this.#word();
    return new Name(
      word.replace(/#([0-9a-f]{2})/gi, (_, digits: string) =>
        String.fromCharCode(Number.parseInt(digits, 16)),
      ),
    );
  }

  #word(): string {
    const start = this.position;
    while (isRegular(this.#bytes[this.position])) this.position += 1;
    if (this.position >= this.#bytes.length) this.#end();
    return this.#bytes.toString('latin1', start, Math.min(this.position, start + LONGEST_WORD));
  }

  #end(): void {
    if (!this.#last) throw new NeedMoreBytes('a token is cut off');
  }
}
