import type { ByteSource } from '../byte-source.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { countOf, type Dictionary, type PdfObject, Reference } from './objects.ts';
import { readXrefStream } from './xref-stream.ts';
import { isXrefTable, readXrefTable } from './xref-table.ts';

/** Where an object lies: at a position of the file, or packed in the object stream of that number. */
export type Place =
  | { readonly kind: 'at'; readonly position: number }
  | { readonly kind: 'packed'; readonly stream: number }
  | { readonly kind: 'free' };

/** Says where the object of a number lies; undefined when it knows nothing of it. */
export type FindPlace = (number: number) => Promise<Place | undefined>;

export interface CrossReference {
  readonly trailer: Dictionary;
  readonly find: FindPlace;
}

/** One part of the cross-reference: what one saving of the file added. */
export interface XrefSection extends CrossReference {
  /** Bytes that it took to unpack it. */
  readonly effort: number;
}

/** Every saving of a file adds one. */
const MAX_SECTIONS = 200;
const MAX_EFFORT = 32 * 1024 * 1024;

/** The trailer's entries that stand for the whole file, of which the newest counts. */
const WHOLE_FILE = ['Root', 'Info', 'Encrypt', 'ID'];

/** Reads the cross-reference from its newest section on, back to the oldest. Entries are read when they are asked for. */
export async function readCrossReference(source: ByteSource, start: number): Promise<CrossReference> {
  const sections: XrefSection[] = [];
  const seen = new Set<number>();
  const waiting = [start];
  for (let at = waiting.shift(); at !== undefined && sections.length < MAX_SECTIONS; at = waiting.shift()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const section = await readSection(source, at);
    const hidden = positionOf(section.trailer.get('XRefStm'));
    // What old readers were not to see stands in the stream; the table beside it calls it free.
    if (hidden !== undefined) sections.push(await readSection(source, hidden));
    sections.push(section);
    const effort = sections.reduce((sum, section) => sum + section.effort, 0);
    if (effort > MAX_EFFORT) throw new UnreadableError('its cross-reference is larger than 32 MiB');
    const previous = positionOf(section.trailer.get('Prev'));
    if (previous !== undefined) waiting.push(previous);
  }
  return { trailer: mergeTrailers(sections.map(({ trailer }) => trailer)), find: findIn(sections) };
}

/** The first trailer, and of the others what it lacks that stands for the whole file. */
export function mergeTrailers(trailers: readonly Dictionary[]): Dictionary {
  const merged = new Map<string, PdfObject>(trailers[0]);
  for (const trailer of trailers) {
    for (const key of WHOLE_FILE) {
      const value = trailer.get(key);
      if (value !== undefined && !merged.has(key)) merged.set(key, value);
    }
  }
  return merged;
}

async function readSection(source: ByteSource, position: number): Promise<XrefSection> {
  if (position >= source.size) throw new UnreadableError('its cross-reference lies behind its end');
  return (await isXrefTable(source, position))
    ? readXrefTable(source, position)
    : readXrefStream(source, position);
}

/** Some programs write 0 for "there is none", and some a position as if it were an object's number. */
function positionOf(object: PdfObject | undefined): number | undefined {
  return countOf(object instanceof Reference ? object.number : object) || undefined;
}

function findIn(sections: readonly XrefSection[]): FindPlace {
  return async (number) => {
    for (const section of sections) {
      const place = await section.find(number);
      if (place !== undefined) return place;
    }
    return undefined;
  };
}
