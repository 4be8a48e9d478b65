import type { ByteSource } from '../byte-source.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { MAX_FILTERS, type Unpacked, undoFilters } from './filters.ts';
import {
  countOf,
  type Dictionary,
  isArray,
  isDictionary,
  isKeyword,
  type PdfObject,
  Reference,
} from './objects.ts';
import { parseAt } from './parse-at.ts';
import { parseObject } from './parse-object.ts';

/** Some cross-references list thousands of numbers in theirs. */
const MAX_DICTIONARY_BYTES = 256 * 1024;
/** Of one stream, as stored. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Where a stream's end is looked for when it does not say, or lies. */
const MAX_SEARCHED_BYTES = 1024 * 1024;
const END = 'endstream';
/** Between the last byte and `endstream`: a line's end, and now and then a blank. */
const MAX_GAP = 8;

export interface Stream extends Unpacked {
  readonly dictionary: Dictionary;
}

/** How to read what a stream's dictionary refers to, and its bytes if they are encrypted. */
export interface StreamContext {
  readonly resolve: (object: PdfObject | undefined) => Promise<PdfObject>;
  /** So many bytes of it, as stored, are enough. */
  readonly enough?: number | undefined;
  readonly decrypt?: ((data: Buffer, id: Reference, dictionary: Dictionary) => Buffer) | undefined;
}

/** Reads the stream that begins with `12 0 obj` at a position, unpacked. Throws an `UnreadableError` when none is there. */
export async function readStreamAt(
  source: ByteSource,
  position: number,
  context: StreamContext,
): Promise<Stream> {
  const { id, dictionary, start } = await parseAt(
    source,
    position,
    (lexer) => {
      const [number, generation, keyword] = [lexer.next(), lexer.next(), lexer.next()];
      const object = parseObject(lexer);
      if (!isKeyword(keyword, 'obj') || !isDictionary(object) || !isKeyword(lexer.next(), 'stream')) {
        throw new UnreadableError(`there is no stream at ${position}`);
      }
      const id = new Reference(numberOf(number), numberOf(generation));
      return { id, dictionary: object, start: position + lexer.startOfStream() };
    },
    MAX_DICTIONARY_BYTES,
  );
  const length = countOf(await context.resolve(dictionary.get('Length')));
  const { enough = Number.POSITIVE_INFINITY } = context;
  const stored =
    length !== undefined && length > enough
      ? await source.read(start, enough)
      : await readContent(source, start, length);
  const plain = context.decrypt === undefined ? stored : context.decrypt(stored, id, dictionary);
  const filter = await resolveItems(dictionary.get('Filter') ?? dictionary.get('F'), context);
  const parameters = await resolveItems(dictionary.get('DecodeParms') ?? dictionary.get('DP'), context);
  return { dictionary, ...undoFilters(plain, filter, parameters) };
}

function numberOf(object: PdfObject): number {
  return countOf(object) ?? 0;
}

/** The stated length counts if `endstream` follows; otherwise the next one ends the stream. */
async function readContent(source: ByteSource, start: number, length: number | undefined): Promise<Buffer> {
  if (length !== undefined && length <= MAX_BYTES) {
    const bytes = await source.read(start, length + MAX_GAP + END.length);
    const end = bytes.indexOf(END, length);
    if (end >= 0) return bytes.subarray(0, length);
  }
  const bytes = await source.read(start, MAX_SEARCHED_BYTES);
  const end = bytes.indexOf(END);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

async function resolveItems(object: PdfObject | undefined, { resolve }: StreamContext): Promise<PdfObject> {
  const resolved = await resolve(object);
  if (!isArray(resolved)) return resolved;
  return Promise.all(resolved.slice(0, MAX_FILTERS).map(resolve));
}
