import type { ByteSource } from '../byte-source.ts';
import { mergeTrailers, type Place } from './cross-reference.ts';
import { type Dictionary, isDictionary, isKeyword, nameOf, type PdfObject, Reference } from './objects.ts';
import { parseAt } from './parse-at.ts';
import { parseObject } from './parse-object.ts';
import { type PdfFile, unlocked } from './pdf-file.ts';
import { PdfObjects } from './pdf-objects.ts';
import { type ScannedObjects, scanObjects } from './scan-objects.ts';
import { unlessDamaged } from './unless-damaged.ts';

/** Trailers have a handful of entries. */
const MAX_TRAILER_BYTES = 16 * 1024;
const MAX_OBJECT_STREAMS = 500;
/** So many objects are looked at for a catalog where no trailer names it. */
const MAX_CANDIDATES = 5000;

/** Opens a file whose cross-reference is of no use: by all the objects that are found in it. */
export async function openByScan(source: ByteSource): Promise<PdfFile> {
  const scanned = await scanObjects(source);
  /** Numbers of packed objects, and of the streams that they are in. */
  const packed = new Map<number, number>();
  const find = async (number: number): Promise<Place | undefined> => {
    const position = scanned.positions.get(number);
    if (position !== undefined) return { kind: 'at', position };
    const stream = packed.get(number);
    return stream === undefined ? undefined : { kind: 'packed', stream };
  };
  const objects = new PdfObjects(source, find, { skipDamage: true });
  const opened = await unlocked(objects, mergeTrailers(await trailersOf(source, scanned)), source.size);
  const file = { ...opened, isDamaged: true };
  await addPackedObjects(objects, scanned, packed);
  if (await isCatalog(objects, file.trailer.get('Root'))) return file;
  const root = await findCatalog(
    objects,
    [...scanned.catalogs, ...packed.keys(), ...scanned.positions.keys()].slice(0, MAX_CANDIDATES),
  );
  return { ...file, trailer: new Map([...file.trailer, ['Root', root]]) };
}

/** Newest first. */
async function trailersOf(source: ByteSource, { trailers }: ScannedObjects): Promise<readonly Dictionary[]> {
  const found: Dictionary[] = [];
  for (const position of trailers.toReversed()) {
    const reading = parseAt(
      source,
      position,
      (lexer) => {
        if (!isKeyword(lexer.next(), 'trailer'))
          for (let skipped = 0; skipped < 2; skipped += 1) lexer.next();
        return parseObject(lexer);
      },
      MAX_TRAILER_BYTES,
    );
    const trailer = await unlessDamaged(reading);
    if (isDictionary(trailer) && trailer.get('Root') instanceof Reference) found.push(trailer);
  }
  return found;
}

async function addPackedObjects(
  objects: PdfObjects,
  { objectStreams }: ScannedObjects,
  packed: Map<number, number>,
): Promise<void> {
  for (const stream of objectStreams.slice(0, MAX_OBJECT_STREAMS)) {
    for (const number of (await objects.objectStream(stream))?.numbers() ?? []) {
      packed.set(number, stream);
    }
  }
}

/** Null when there is none, or it is encrypted. */
async function findCatalog(objects: PdfObjects, numbers: readonly number[]): Promise<Reference | null> {
  for (const number of numbers) {
    const reference = new Reference(number, 0);
    const object = await objects.resolve(reference);
    const isNamed = isDictionary(object) && nameOf(object.get('Type')) === 'Catalog';
    if (isNamed && object.has('Pages')) return reference;
  }
  return null;
}

async function isCatalog(objects: PdfObjects, reference: PdfObject | undefined): Promise<boolean> {
  const object = await objects.resolve(reference);
  return isDictionary(object) && object.has('Pages');
}
