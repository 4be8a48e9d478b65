import { type ByteSource, partOf } from '../byte-source.ts';

const MARK = 'Exif\0\0';

/** EXIF as other formats than JPEG hold it: some programs leave JPEG's mark before it, which does not belong there. */
export async function exifBlock(source: ByteSource): Promise<ByteSource> {
  const head = await source.read(0, MARK.length);
  return head.toString('latin1') === MARK ? partOf(source, MARK.length, source.size) : source;
}
