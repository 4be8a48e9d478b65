import { type Dictionary, isArray } from './objects.ts';
import type { PdfObjects } from './pdf-objects.ts';

export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of a page in points, as it is shown before it is turned: its crop box, else its media box, which the nodes
 * above it may state for it. Undefined when neither is to be had. `path` begins with the tree's root.
 */
export async function pageSizeOf(
  objects: PdfObjects,
  path: readonly Dictionary[],
): Promise<PageSize | undefined> {
  const media = await inheritedBox(objects, path, 'MediaBox');
  const crop = (await inheritedBox(objects, path, 'CropBox')) ?? media;
  if (crop === undefined || media === undefined) return crop;
  return { width: Math.min(crop.width, media.width), height: Math.min(crop.height, media.height) };
}

async function inheritedBox(
  objects: PdfObjects,
  path: readonly Dictionary[],
  key: string,
): Promise<PageSize | undefined> {
  for (const node of path.toReversed()) {
    const box = await objects.resolve(node.get(key));
    const size = isArray(box) && box.length === 4 ? await sizeOf(objects, box) : undefined;
    if (size !== undefined) return size;
  }
  return undefined;
}

/** The corners may be any two that lie across. */
async function sizeOf(
  objects: PdfObjects,
  box: Parameters<typeof isArray>[0],
): Promise<PageSize | undefined> {
  const corners: number[] = [];
  for (const side of isArray(box) ? box : []) {
    const value = await objects.resolve(side);
    if (typeof value === 'number') corners.push(value);
  }
  const [left, bottom, right, top] = corners;
  if (left === undefined || bottom === undefined || right === undefined || top === undefined)
    return undefined;
  const size = { width: Math.abs(right - left), height: Math.abs(top - bottom) };
  return size.width > 0 && size.height > 0 ? size : undefined;
}
