import type { ByteSource } from '../../byte-source.ts';
import type { ArchiveDetails } from '../../details.ts';
import { isTar } from '../../identify/tar.ts';
import { countTar } from '../tar/count-tar.ts';
import { TAR_BLOCK } from '../tar/tar-header.ts';
import { inflatedHeaders } from './inflated-headers.ts';

export interface PackedTar {
  readonly archive: ArchiveDetails;
  /** What is packed could not be inflated up to the tar's end, and not because it is cut off. */
  readonly isDamaged: boolean;
}

/** Counts the entries of a tar in a gzip, whose packed data begin at `content`; undefined when it holds no tar. */
export async function packedTar(source: ByteSource, content: number): Promise<PackedTar | undefined> {
  const inflated = inflatedHeaders(source, content);
  try {
    const first = await inflated.read(0, TAR_BLOCK);
    if (first === undefined || !isTar(first)) return undefined;
    const archive = await countTar(inflated.read, inflated.sizeOf);
    return { archive, isDamaged: inflated.isDamaged() };
  } finally {
    await inflated.close();
  }
}
