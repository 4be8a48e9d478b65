import { boxes } from '../boxes.ts';
import { type ByteSource, partOf } from '../byte-source.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { readExif, readExifDirectory, readGpsDirectory } from './read-exif.ts';
import { supplement } from './supplement.ts';
import { openTiff } from './tiff-file.ts';
import { tiffTag } from './tiff-tags.ts';

const MAX_BOXES = 64;
/** Of the box that holds what other cameras put into EXIF, in pieces. https://github.com/lclevy/canon_cr3 */
const CANON = '85c0b687820f11e08111f4ce462b6a48';

/** Reads a CR3: Canon's raw file of boxes. */
export const readCanonRaw: Reader = async ({ source }, draft) => {
  for await (const box of boxes(source, 0, source.size, MAX_BOXES)) {
    if (box.type === 'moov') await readMovie(partOf(source, box.content, box.end - box.content), draft);
  }
  if (draft.image?.widthPixels === undefined) throw new UnreadableError('it does not say its size');
};

async function readMovie(moov: ByteSource, draft: Draft): Promise<void> {
  for await (const { type, content, end } of boxes(moov, 0, moov.size, MAX_BOXES)) {
    const uuid = type === 'uuid' ? await moov.read(content, 16) : Buffer.alloc(0);
    if (uuid.toString('hex') !== CANON) continue;
    const canon = partOf(moov, content + 16, end - content - 16);
    for await (const box of boxes(canon, 0, canon.size, MAX_BOXES)) {
      await readPiece(box.type, partOf(canon, box.content, box.end - box.content), draft);
    }
  }
}

async function readPiece(type: string, piece: ByteSource, draft: Draft): Promise<void> {
  if (type === 'CMT1') {
    await readSize(piece, draft);
    await readExif(piece, draft);
  } else if (type === 'CMT2') await readExifDirectory(piece, draft);
  else if (type === 'CMT4') await readGpsDirectory(piece, draft);
}

async function readSize(piece: ByteSource, draft: Draft): Promise<void> {
  const file = await openTiff(piece);
  const main = await file.directory(file.first);
  draft.image = supplement(draft.image, {
    widthPixels: await main?.number(tiffTag.imageWidth),
    heightPixels: await main?.number(tiffTag.imageHeight),
  });
}
