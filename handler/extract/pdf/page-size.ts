import { type Dictionary, isArray, type PdfObject } from './objects.ts';
import type { PdfObjects } from './pdf-objects.ts';

export interface PageSize {
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/**
 * The size of a page in points, before it is turned: of what its crop box leaves of its media box. The nodes above it
 * may state either for it. Undefined when neither is to be had. `path` leads to the page from the tree's root.
 */
export async function pageSizeOf(
  objects: PdfObjects,
  path: readonly Dictionary[],
): Promise<PageSize | undefined> {
  const media = await inheritedBox(objects, path, 'MediaBox');
  const crop = await inheritedBox(objects, path, 'CropBox');
  if (media === undefined || crop === undefined) return sizeOf(media ?? crop);
  const shown = {
    left: Math.max(crop.left, media.left),
    bottom: Math.max(crop.bottom, media.bottom),
    right: Math.min(crop.right, media.right),
    top: Math.min(crop.top, media.top),
  };
  return sizeOf(shown) ?? sizeOf(media);
}

async function inheritedBox(
  objects: PdfObjects,
  path: readonly Dictionary[],
  key: string,
): Promise<Box | undefined> {
  for (const node of path.toReversed()) {
    const sides = await objects.resolve(node.get(key));
    const box = isArray(sides) && sides.length === 4 ? await boxOf(objects, sides) : undefined;
    if (sizeOf(box) !== undefined) return box;
  }
  return undefined;
}

/** The corners may be any two that lie across. */
async function boxOf(objects: PdfObjects, sides: readonly PdfObject[]): Promise<Box | undefined> {
  const [x = null, y = null, otherX = null, otherY = null] = await Promise.all(
    sides.map((side) => objects.resolve(side)),
  );
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  if (typeof otherX !== 'number' || typeof otherY !== 'number') return undefined;
  return {
    left: Math.min(x, otherX),
    bottom: Math.min(y, otherY),
    right: Math.max(x, otherX),
    top: Math.max(y, otherY),
  };
}

function sizeOf(box: Box | undefined): PageSize | undefined {
  if (box === undefined) return undefined;
  const [width, height] = [box.right - box.left, box.top - box.bottom];
  return width > 0 && height > 0 ? { width, height } : undefined;
}
