import type { ReadHeader } from '../header-windows.ts';

/** One block of an archive: a file or folder, or something about the archive. */
export interface RarBlock {
  readonly kind: 'entry' | 'other' | 'end' | 'end of volume' | 'encrypted';
  /** With what follows its header. */
  readonly length: number;
  readonly isFolder: boolean;
  readonly isEncrypted: boolean;
  readonly uncompressedBytes: number;
}

/** A block by its place; undefined where there is none. */
export type ReadBlock = (read: ReadHeader, position: number) => Promise<RarBlock | undefined>;
