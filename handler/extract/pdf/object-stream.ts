import { Lexer } from './lexer.ts';
import { countOf } from './objects.ts';
import type { Stream } from './stream.ts';

/** Of one stream; programs pack a hundred or two. */
const MAX_OBJECTS = 100_000;

/** Objects that are packed into one stream. */
export class ObjectStream {
  readonly #data: Buffer;
  readonly #offsets = new Map<number, number>();

  constructor({ dictionary, data }: Stream) {
    this.#data = data;
    const count = Math.min(countOf(dictionary.get('N')) ?? 0, MAX_OBJECTS);
    const first = countOf(dictionary.get('First')) ?? 0;
    const lexer = new Lexer(data, 0, true);
    for (let index = 0; index < count; index += 1) {
      const [number, offset] = [lexer.next(), lexer.next()];
      if (typeof number !== 'number' || typeof offset !== 'number') break;
      this.#offsets.set(number, first + offset);
    }
  }

  /** Objects in it. */
  get size(): number {
    return this.#offsets.size;
  }

  numbers(): Iterable<number> {
    return this.#offsets.keys();
  }

  /** Stands before the object of a number; undefined when it is not in here. */
  lexerAt(number: number): Lexer | undefined {
    const offset = this.#offsets.get(number);
    return offset === undefined ? undefined : new Lexer(this.#data, offset, true);
  }
}
