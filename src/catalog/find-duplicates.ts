import type { ListedFile } from './query-files.ts';

/**
 * The files whose bytes another one has, too, side by side: first those that take the most room more than once, each
 * time the newest first. The same means the same size and checksum, or ETag where there is none; empty files do not count. Holds
 * all files in memory.
 */
export async function* findDuplicates(files: AsyncIterable<ListedFile>): AsyncGenerator<ListedFile> {
  const groups = new Map<string, ListedFile[]>();
  for await (const file of files) {
    const content = contentOf(file);
    if (content === undefined) continue;
    const group = groups.get(content);
    if (group === undefined) groups.set(content, [file]);
    else group.push(file);
  }
  const several = [...groups.values()].filter((group) => group.length > 1);
  for (const group of several.sort((a, b) => spareBytes(b) - spareBytes(a))) yield* group;
}

function contentOf({ size, checksum, etag }: ListedFile): string | undefined {
  const sum = checksum ?? etag;
  return size === 0 || sum === undefined ? undefined : `${size} ${sum}`;
}

/** What would be gained by keeping one of them. */
function spareBytes([first, ...others]: readonly ListedFile[]): number {
  return (first?.size ?? 0) * others.length;
}
