import { UnreadableError } from '../unreadable-error.ts';
import { type Dictionary, isArray, isDictionary, nameOf, type PdfObject, Reference } from './objects.ts';
import type { PdfObjects } from './pdf-objects.ts';

/** No tree is as deep that is not a circle. */
const MAX_DEPTH = 64;
const MAX_NODES = 5000;
const MAX_PAGES = 10_000_000;
/** Kids that are not there are passed over in the search for the first page. */
const MAX_MISSING_KIDS = 100;

/** The root of a catalog's page tree. Throws an `UnreadableError` when there is none. */
export async function pageTreeOf(objects: PdfObjects, catalog: Dictionary): Promise<Dictionary> {
  const root = await objects.resolve(catalog.get('Pages'));
  if (isDictionary(root)) return root;
  throw new UnreadableError('it has no page tree');
}

/** How many pages there are, as the tree's root says; counted where it says nothing that can be. */
export async function countPages(objects: PdfObjects, root: Dictionary): Promise<number> {
  const count = await objects.resolve(root.get('Count'));
  if (typeof count === 'number' && count >= 1 && count <= MAX_PAGES) return Math.floor(count);
  return countLeaves(objects, root);
}

/** The first page and all nodes above it, outermost first; undefined when no page is found. */
export async function firstPage(
  objects: PdfObjects,
  root: Dictionary,
): Promise<readonly Dictionary[] | undefined> {
  const path = [root];
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const kids = await kidsOf(objects, path.at(-1));
    if (kids === undefined) return path;
    const kid = await firstOf(objects, kids);
    if (kid === undefined) return undefined;
    path.push(kid);
  }
  return undefined;
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

async function countLeaves(objects: PdfObjects, root: Dictionary): Promise<number> {
  const waiting = [root];
  const seen = new Set<number>();
  let pages = 0;
  for (let visited = 0; visited < MAX_NODES; visited += 1) {
    const node = waiting.pop();
    if (node === undefined) break;
    const kids = await kidsOf(objects, node);
    if (kids === undefined) pages += 1;
    for (const kid of kids?.slice(0, MAX_NODES) ?? []) {
      if (kid instanceof Reference && seen.has(kid.number)) continue;
      if (kid instanceof Reference) seen.add(kid.number);
      const object = await objects.resolve(kid);
      if (isDictionary(object)) waiting.push(object);
    }
  }
  return pages;
}
