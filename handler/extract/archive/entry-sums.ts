import type { ArchiveDetails } from '../details.ts';

/** Adds up the entries of an archive that has no table of contents. */
export interface EntrySums {
  entries: number;
  folders: number;
  uncompressedBytes: number;
  encrypted: boolean;
}

export const MAX_ENTRIES = 100_000;

export function noEntries(): EntrySums {
  return { entries: 0, folders: 0, uncompressedBytes: 0, encrypted: false };
}

/** The sums as details. When not all entries were seen, it says so, and not how large they are together. */
export function archiveOf(sums: EntrySums, isWhole: boolean): ArchiveDetails {
  const { entries, folders, uncompressedBytes, encrypted } = sums;
  return {
    entries,
    files: entries - folders,
    folders,
    ...(isWhole ? { uncompressedBytes } : { partial: true }),
    ...(encrypted ? { encrypted } : {}),
  };
}
