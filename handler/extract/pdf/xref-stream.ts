import type { ByteSource } from '../byte-source.ts';
import { UnreadableError } from '../unreadable-error.ts';
import type { FindPlace, Place, XrefSection } from './cross-reference.ts';
import { finderOfRuns, type NumberRun } from './number-runs.ts';
import { countOf, type Dictionary, isArray, nameOf, Reference } from './objects.ts';
import { readStreamAt } from './stream.ts';

/** The widths of an entry's three fields, in bytes. */
type Widths = readonly [number, number, number];

/** A run of entries. */
interface Run extends NumberRun {
  /** In the stream's data. */
  readonly offset: number;
}

/** What fits into a number. */
const MAX_FIELD_BYTES = 8;
const DEFAULT_KIND = 1;

/** Reads a cross-reference that is a stream, which nothing in it may be elsewhere for. */
export async function readXrefStream(source: ByteSource, position: number): Promise<XrefSection> {
  const { dictionary, data, effort } = await readStreamAt(source, position, {
    resolve: async (object) => (object instanceof Reference ? null : (object ?? null)),
  });
  if (nameOf(dictionary.get('Type')) !== 'XRef') throw new UnreadableError('its cross-reference is missing');
  const widths = widthsOf(dictionary);
  return { trailer: dictionary, find: findIn(data, widths, runsOf(dictionary, sum(widths))), effort };
}

function widthsOf(dictionary: Dictionary): Widths {
  const field = dictionary.get('W');
  const [kind, second, third] = isArray(field) ? field.map(countOf) : [];
  if (kind === undefined || second === undefined || third === undefined) {
    throw new UnreadableError('its cross-reference does not say how wide it is');
  }
  const widths: Widths = [kind, second, third];
  if (widths.some((width) => width > MAX_FIELD_BYTES) || second === 0) {
    throw new UnreadableError(`its cross-reference cannot be ${widths.join(', ')} bytes wide`);
  }
  return widths;
}

function runsOf(dictionary: Dictionary, entryBytes: number): readonly Run[] {
  const index = dictionary.get('Index');
  const numbers = (isArray(index) ? index : [0, dictionary.get('Size')]).map((item) => countOf(item) ?? 0);
  const runs: Run[] = [];
  let offset = 0;
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    const [first = 0, count = 0] = numbers.slice(at, at + 2);
    runs.push({ first, count, offset });
    offset += count * entryBytes;
  }
  return runs;
}

function findIn(data: Buffer, widths: Widths, runs: readonly Run[]): FindPlace {
  const runOf = finderOfRuns(runs);
  const entryBytes = sum(widths);
  return async (number) => {
    const run = runOf(number);
    if (run === undefined) return undefined;
    const start = run.offset + (number - run.first) * entryBytes;
    const entry = data.subarray(start, start + entryBytes);
    return entry.length === entryBytes ? placeFrom(entry, widths) : undefined;
  };
}

function placeFrom(entry: Buffer, [kindBytes, secondBytes]: Widths): Place {
  const kind = kindBytes === 0 ? DEFAULT_KIND : numberFrom(entry.subarray(0, kindBytes));
  const second = numberFrom(entry.subarray(kindBytes, kindBytes + secondBytes));
  if (kind === 1) return { kind: 'at', position: second };
  return kind === 2 ? { kind: 'packed', stream: second } : { kind: 'free' };
}

function numberFrom(bytes: Buffer): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function sum([kind, second, third]: Widths): number {
  return kind + second + third;
}
