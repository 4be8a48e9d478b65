import type { TiffDirectory } from './tiff-directory.ts';
import type { TiffFile } from './tiff-file.ts';
import { tiffTag } from './tiff-tags.ts';

const MAX_PAGES = 10_000;
/** Of all directories together: a page has about twenty. */
const MAX_ENTRIES = 200_000;
/** Directories so far apart take a request each. */
const FAR = 64 * 1024;
const MAX_JUMPS = 16;

/** How many pages there are; undefined when counting them would take too many requests or never end. */
export async function countPages(file: TiffFile): Promise<number | undefined> {
  const seen = new Set<number>();
  let pages = 0;
  let jumps = 0;
  let entries = 0;
  let previous = file.first;
  for (let offset = file.first; offset > 0 && !seen.has(offset); ) {
    if (Math.abs(offset - previous) > FAR) jumps += 1;
    if (jumps > MAX_JUMPS || seen.size >= MAX_PAGES || entries > MAX_ENTRIES) return undefined;
    const directory = await file.directory(offset);
    if (directory === undefined) break;
    if (await isPage(directory)) pages += 1;
    entries += directory.size;
    seen.add(offset);
    previous = offset;
    offset = directory.next;
  }
  return pages === 0 ? undefined : pages;
}

/** Neither a smaller copy nor a mask nor a camera's thumbnail. */
async function isPage(directory: TiffDirectory): Promise<boolean> {
  const type = (await directory.number(tiffTag.newSubfileType)) ?? 0;
  return (type & 5) === 0 && !directory.has(tiffTag.jpegThumbnail);
}
