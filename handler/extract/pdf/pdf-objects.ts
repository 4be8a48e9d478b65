import type { ByteSource } from '../byte-source.ts';
import { UnreadableError } from '../unreadable-error.ts';
import type { FindPlace } from './cross-reference.ts';
import type { Decryption } from './encryption.ts';
import type { Lexer } from './lexer.ts';
import { ObjectStream } from './object-stream.ts';
import { isKeyword, Keyword, type PdfObject, Reference } from './objects.ts';
import { parseAt } from './parse-at.ts';
import { parseObject } from './parse-object.ts';
import { readStreamAt, type Stream } from './stream.ts';
import { unlessDamaged } from './unless-damaged.ts';

/** No file needs as many to say what it is, except those that are made to keep a reader busy. */
const MAX_LOOKUPS = 20_000;
/** In bytes that are looked at; to make a token of them takes as long as to look at so many. Kept streams count, too. */
const MAX_EFFORT = 32 * 1024 * 1024;
const BYTES_PER_TOKEN = 64;
/** What it takes to find out that a stream is damaged, or too large. */
const EFFORT_OF_DAMAGE = 1024 * 1024;
const MAX_HOPS = 20;

/** The objects of a file, read and decrypted when they are asked for. */
export class PdfObjects {
  readonly #source: ByteSource;
  readonly #find: FindPlace;
  readonly #skipDamage: boolean;
  readonly #streams = new Map<number, ObjectStream>();
  readonly #opening = new Set<number>();
  #lookups = 0;
  #effort = 0;
  /** Until it is set, objects come as they are stored. */
  decryption: Decryption | undefined;

  /** With `skipDamage`, objects that are damaged do not exist. */
  constructor(source: ByteSource, find: FindPlace, { skipDamage = false } = {}) {
    this.#source = source;
    this.#find = find;
    this.#skipDamage = skipDamage;
  }

  /**
   * The object itself, or what it refers to; null when that does not exist. Throws an `UnreadableError` when
   * it is damaged, or something else lies where it should.
   */
  async resolve(object: PdfObject | undefined): Promise<PdfObject> {
    if (!(object instanceof Reference)) return object ?? null;
    return (await this.#unlessDamaged(this.#follow(object))) ?? null;
  }

  /** The stream that an object is, or so much of it as is enough; undefined when it is none. */
  async stream(object: PdfObject | undefined, enough: number): Promise<Stream | undefined> {
    if (!(object instanceof Reference)) return undefined;
    const place = await this.#placeOf(object.number);
    return place?.kind === 'at' ? this.#unlessDamaged(this.#streamAt(place.position, enough)) : undefined;
  }

  /** The packed objects of the object stream of a number; undefined when they are being asked for already. */
  async objectStream(number: number): Promise<ObjectStream | undefined> {
    return this.#unlessDamaged(this.#openStream(number));
  }

  async #openStream(number: number): Promise<ObjectStream | undefined> {
    const cached = this.#streams.get(number);
    if (cached !== undefined || this.#opening.has(number)) return cached;
    this.#opening.add(number);
    try {
      const place = await this.#placeOf(number);
      if (place?.kind !== 'at') throw new UnreadableError(`its object stream ${number} is missing`);
      const opened = new ObjectStream(await this.#streamAt(place.position));
      this.#spend(opened.size * BYTES_PER_TOKEN);
      this.#streams.set(number, opened);
      return opened;
    } finally {
      this.#opening.delete(number);
    }
  }

  async #follow(reference: Reference): Promise<PdfObject> {
    let found: PdfObject = reference;
    for (let hop = 0; found instanceof Reference; hop += 1) {
      if (hop >= MAX_HOPS) throw new UnreadableError('its references go round in circles');
      found = await this.#read(found);
    }
    return found;
  }

  async #read(reference: Reference): Promise<PdfObject> {
    const place = await this.#placeOf(reference.number);
    if (place?.kind === 'at') return this.#objectAt(place.position, reference);
    if (place?.kind !== 'packed') return null;
    const lexer = (await this.objectStream(place.stream))?.lexerAt(reference.number);
    return lexer === undefined ? null : this.#parse(lexer);
  }

  async #unlessDamaged<T>(reading: Promise<T>): Promise<T | undefined> {
    return this.#skipDamage ? unlessDamaged(reading) : reading;
  }

  #placeOf(number: number): ReturnType<FindPlace> {
    this.#lookups += 1;
    if (this.#lookups > MAX_LOOKUPS) throw new UnreadableError(`it takes more than ${MAX_LOOKUPS} look-ups`);
    return this.#find(number);
  }

  async #objectAt(position: number, { number, generation }: Reference): Promise<PdfObject> {
    const object = await parseAt(this.#source, position, (lexer) => {
      const found = lexer.next();
      const isObject = typeof lexer.next() === 'number' && isKeyword(lexer.next(), 'obj');
      if (found !== number || !isObject)
        throw new UnreadableError(`object ${number} is not where it should be`);
      return this.#parse(lexer);
    });
    return this.decryption === undefined
      ? object
      : decryptStrings(object, this.decryption, new Reference(number, generation));
  }

  #parse(lexer: Lexer): PdfObject {
    this.#spend(0);
    const start = lexer.position;
    try {
      const object = parseObject(lexer);
      return object instanceof Keyword ? null : object;
    } finally {
      this.#effort += lexer.tokens * BYTES_PER_TOKEN + lexer.position - start;
    }
  }

  async #streamAt(position: number, enough?: number): Promise<Stream> {
    this.#spend(0);
    let effort = EFFORT_OF_DAMAGE;
    try {
      const stream = await readStreamAt(this.#source, position, {
        resolve: (object) => this.resolve(object),
        enough,
        decrypt: this.decryption?.stream,
      });
      effort = stream.effort;
      return stream;
    } finally {
      this.#effort += effort;
    }
  }

  #spend(effort: number): void {
    this.#effort += effort;
    if (this.#effort > MAX_EFFORT) throw new UnreadableError('it takes too much work to read it');
  }
}

/** Objects are at most 64 deep. */
function decryptStrings(object: PdfObject, decryption: Decryption, id: Reference): PdfObject {
  if (Buffer.isBuffer(object)) return decryption.string(object, id);
  if (Array.isArray(object)) return object.map((item: PdfObject) => decryptStrings(item, decryption, id));
  if (!(object instanceof Map)) return object;
  const entries: (readonly [string, PdfObject])[] = [];
  for (const [key, value] of object) entries.push([key, decryptStrings(value, decryption, id)]);
  return new Map(entries);
}
