import type { FileTypeResult } from 'file-type/core';

/** Where file-type calls something otherwise than we do. */
const OUR_NAMES: Readonly<Record<string, string>> = {
  'video/matroska': 'video/x-matroska',
  'video/vnd.avi': 'video/x-msvideo',
  'image/x-icon': 'image/vnd.microsoft.icon',
  'image/icns': 'image/x-icns',
  'image/x-fujifilm-raf': 'image/x-fuji-raf',
  'application/x-elf': 'application/x-executable',
  'application/x-rar-compressed': 'application/x-rar',
  'application/x-unix-archive': 'application/x-archive',
  'audio/wav': 'audio/x-wav',
  'audio/ape': 'audio/x-ape',
  'audio/wavpack': 'audio/x-wavpack',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'application/x.ms.shortcut': 'application/x-ms-shortcut',
};

/** Types that it concludes from two or three bytes which many files have by chance. We look closer ourselves. */
const WEAK = new Set([
  'audio/mpeg',
  'audio/aac',
  'video/MP1S',
  'video/MP2P',
  'video/mp2t',
  'video/mpeg',
  'image/bmp',
  'image/x-icon',
  'font/ttf',
  'application/x-msdownload',
  'application/x-apple-diskimage',
  'audio/vnd.dolby.dd-raw',
  'image/vnd.dwg',
  'application/xml',
  'application/gzip',
  'application/x-compress',
  'application/x-cpio',
  'application/x-tar',
  'application/x-arj',
  'application/vnd.android.package-archive',
]);

/** What the file-type library found, in our words; undefined when it is not to be relied on. */
export function foreignType(found: FileTypeResult | undefined): string | undefined {
  if (found === undefined || WEAK.has(found.mime)) return undefined;
  return OUR_NAMES[found.mime] ?? found.mime;
}
