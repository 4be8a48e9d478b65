import { UnreadableError } from '../unreadable-error.ts';
import { decodeAscii85, decodeAsciiHex } from './ascii-filters.ts';
import { inflate } from './flate.ts';
import { unpackLzw } from './lzw.ts';
import { type Dictionary, isArray, isDictionary, nameOf, type PdfObject } from './objects.ts';
import { unpredict } from './predictor.ts';
import { unpackRuns } from './run-length.ts';

/** Of one stream of tables or objects, once unpacked. */
const MAX_BYTES = 8 * 1024 * 1024;
/** One after the other, of one stream. */
export const MAX_FILTERS = 4;

export interface Unpacked {
  readonly data: Buffer;
  /** Bytes that came out of all filters together, and went in. */
  readonly effort: number;
}

type Decode = (data: Buffer, parameters: Dictionary) => Buffer;

const none: Dictionary = new Map();

const flate: Decode = (data, parameters) => unpredict(inflate(data, MAX_BYTES), parameters);
const lzw: Decode = (data, parameters) => {
  const early = parameters.get('EarlyChange') === 0 ? 0 : 1;
  return unpredict(unpackLzw(data, MAX_BYTES, early), parameters);
};
const base85: Decode = (data) => decodeAscii85(data, MAX_BYTES);
const runLength: Decode = (data) => unpackRuns(data, MAX_BYTES);

const decoders: Readonly<Record<string, Decode>> = {
  FlateDecode: flate,
  Fl: flate,
  LZWDecode: lzw,
  LZW: lzw,
  ASCIIHexDecode: decodeAsciiHex,
  AHx: decodeAsciiHex,
  ASCII85Decode: base85,
  A85: base85,
  RunLengthDecode: runLength,
  RL: runLength,
  Crypt: (data) => data,
};

/**
 * Undoes a stream's `Filter`s with their `DecodeParms`, both without references. Throws an `UnreadableError` for a filter
 * that only pictures use, and for more than 8 MiB.
 */
export function undoFilters(data: Buffer, filter: PdfObject, parameters: PdfObject): Unpacked {
  const names = isArray(filter) ? filter : [filter];
  const settings = isArray(parameters) ? parameters : [parameters];
  let decoded = data;
  let effort = data.length;
  for (const [at, object] of names.slice(0, MAX_FILTERS).entries()) {
    const name = nameOf(object);
    if (name === undefined) continue;
    const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
    if (decode === undefined) throw new UnreadableError(`a stream has the filter ${name}`);
    const setting = settings[at];
    decoded = decode(decoded, isDictionary(setting) ? setting : none);
    effort += decoded.length;
  }
  return { data: decoded, effort };
}
