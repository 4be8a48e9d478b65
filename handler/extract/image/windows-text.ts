import type { TiffDirectory } from './tiff-directory.ts';

const MAX_BYTES = 4096;

/** Text as Windows' Explorer puts it into EXIF, in UTF-16 whatever the file's byte order; undefined when there is none. */
export async function windowsText(directory: TiffDirectory, tag: number): Promise<string | undefined> {
  const bytes = await directory.bytes(tag, MAX_BYTES);
  return bytes.toString('utf16le').split('\0', 1)[0]?.trim() || undefined;
}
