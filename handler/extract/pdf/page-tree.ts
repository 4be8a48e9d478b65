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

export interface PageTree {
  readonly root: Dictionary;
  /** How it is referred to. */
  readonly reference: PdfObject;
}

/** A catalog's page tree. Throws an `UnreadableError` when there is none. */
export async function pageTreeOf(objects: PdfObjects, catalog: Dictionary): Promise<PageTree> {
  const reference = catalog.get('Pages') ?? null;
  const root = await objects.resolve(reference);
  if (isDictionary(root)) return { root, reference };
  throw new UnreadableError('it has no page tree');
}

/**
 * How many pages a page tree has, as its root says. They are counted where it says nothing, and, with `check`, where a
 * small tree of which nothing is missing does not look like it. Undefined when there are too many to be
 * counted, or when all of them are missing.
 */
export async function countPages(
  objects: PdfObjects,
  { root, reference }: PageTree,
  check: boolean,
): Promise<number | undefined> {
  const count = await objects.resolve(root.get('Count'));
  if (typeof count !== 'number' || count < 1 || count > MAX_PAGES) {
    const { pages, isWhole, isCut } = await countLeaves(objects, reference);
    return isCut || (pages === 0 && !isWhole) ? undefined : pages;
  }
  const kids = await kidsOf(objects, root);
  if (!check || kids === undefined || kids.length === count) return Math.floor(count);
  if (kids.length > MAX_CHECKED || count > MAX_CHECKED) return Math.floor(count);
  const { pages, isWhole } = await countLeaves(objects, reference);
  return isWhole && pages > 0 ? pages : Math.floor(count);
}

/** The first page and all nodes above it, outermost first; undefined when no page is found. */
export async function firstPage(
  objects: PdfObjects,
  { root }: PageTree,
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

interface Leaves {
  readonly pages: number;
  /** No node is missing. */
  readonly isWhole: boolean;
  /** There are more nodes than were visited. */
  readonly isCut: boolean;
}

/** A page may be shown twice; a node that comes again is a circle. */
async function countLeaves(objects: PdfObjects, root: PdfObject): Promise<Leaves> {
  const waiting = [root];
  const seen = new Set<number>();
  let pages = 0;
  let isWhole = true;
  for (let visited = 0; visited < MAX_NODES && waiting.length > 0; visited += 1) {
    const reference = waiting.pop();
    const node = await objects.resolve(reference);
    const kids = isDictionary(node) ? await kidsOf(objects, node) : [];
    isWhole &&= isDictionary(node);
    if (kids === undefined) pages += 1;
    else if (isNew(reference, seen)) waiting.push(...kids);
  }
  return { pages, isWhole, isCut: waiting.length > 0 };
}

function isNew(object: PdfObject | undefined, seen: Set<number>): boolean {
  if (!(object instanceof Reference)) return true;
  const before = seen.size;
  return seen.add(object.number).size > before;
}
