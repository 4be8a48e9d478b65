import { UnreadableError } from '../unreadable-error.ts';
import { type Dictionary, isArray, isDictionary, nameOf, type PdfObject, Reference } from './objects.ts';
import type { PdfObjects } from './pdf-objects.ts';

/** No tree is as deep that is not a circle. */
const MAX_DEPTH = 64;
const MAX_NODES = 5000;
/** Of kids and of pages, where they are counted to see whether they are as many as stated. */
const MAX_CHECKED = 64;
const MAX_PAGES = 10_000_000;
/** Kids that are not there are passed over in the search for the first page. */
const MAX_MISSING_KIDS = 100;

/**
 * How many pages a catalog's page tree has, as its root says. They are counted where it says nothing, and, with
 * `check`, where a small tree does not look like it. Throws an `UnreadableError` when there is no tree.
 */
export async function countPages(objects: PdfObjects, catalog: Dictionary, check: boolean): Promise<number> {
  const root = await pageTreeOf(objects, catalog);
  const counted = () => countLeaves(objects, catalog.get('Pages') ?? null);
  const count = await objects.resolve(root.get('Count'));
  if (typeof count !== 'number' || count < 1 || count > MAX_PAGES) return counted();
  const kids = await kidsOf(objects, root);
  if (!check || kids === undefined || kids.length === count) return Math.floor(count);
  if (kids.length > MAX_CHECKED || count > MAX_CHECKED) return Math.floor(count);
  return (await counted()) || Math.floor(count);
}

/** The first page and all nodes above it, outermost first; undefined when no page is found. */
export async function firstPage(
  objects: PdfObjects,
  catalog: Dictionary,
): Promise<readonly Dictionary[] | undefined> {
  const path = [await pageTreeOf(objects, catalog)];
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const kids = await kidsOf(objects, path.at(-1));
    if (kids === undefined) return path;
    const kid = await firstOf(objects, kids);
    if (kid === undefined) return undefined;
    path.push(kid);
  }
  return undefined;
}

/** The root of a catalog's page tree. Throws an `UnreadableError` when there is none. */
async function pageTreeOf(objects: PdfObjects, catalog: Dictionary): Promise<Dictionary> {
  const root = await objects.resolve(catalog.get('Pages'));
  if (isDictionary(root)) return root;
  throw new UnreadableError('it has no page tree');
}

async function firstOf(objects: PdfObjects, kids: readonly PdfObject[]): Promise<Dictionary | undefined> {
  for (const kid of kids.slice(0, MAX_MISSING_KIDS)) {
    const object = await objects.resolve(kid);
    if (isDictionary(object)) return object;
  }
  return undefined;
}

/** Undefined for a page. */
async function kidsOf(
  objects: PdfObjects,
  node: Dictionary | undefined,
): Promise<readonly PdfObject[] | undefined> {
  if (node === undefined || nameOf(node.get('Type')) === 'Page') return undefined;
  const kids = await objects.resolve(node.get('Kids'));
  return isArray(kids) ? kids : undefined;
}

/** A page may be shown twice; a node that comes again is a circle. */
async function countLeaves(objects: PdfObjects, root: PdfObject): Promise<number> {
  const waiting = [root];
  const seen = new Set<number>();
  let pages = 0;
  for (let visited = 0; visited < MAX_NODES && waiting.length > 0; visited += 1) {
    const reference = waiting.pop();
    const node = await objects.resolve(reference);
    if (!isDictionary(node)) continue;
    const kids = await kidsOf(objects, node);
    if (kids === undefined) pages += 1;
    else if (isNew(reference, seen)) waiting.push(...kids.slice(0, MAX_NODES));
  }
  return pages;
}

function isNew(object: PdfObject | undefined, seen: Set<number>): boolean {
  if (!(object instanceof Reference)) return true;
  const before = seen.size;
  return seen.add(object.number).size > before;
}
