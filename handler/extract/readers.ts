import { archiveReaders } from './archive/readers.ts';
import { audioReaders } from './audio/readers.ts';
import { fontReaders } from './font/readers.ts';
import { imageReaders } from './image/readers.ts';
import { mailReaders } from './mail/readers.ts';
import { officeReaders } from './office/readers.ts';
import { pdfReaders } from './pdf/readers.ts';
import type { Reader, Readers } from './reader.ts';
import { readText } from './text/read-text.ts';
import { textReaders } from './text/readers.ts';
import { videoReaders } from './video/readers.ts';

const readers: Readers = {
  ...archiveReaders,
  ...audioReaders,
  ...fontReaders,
  ...imageReaders,
  ...mailReaders,
  ...officeReaders,
  ...pdfReaders,
  ...textReaders,
  ...videoReaders,
};

/** What reads files of a media type; undefined when no more than the type can be said about them. */
export function readerOf(mediaType: string): Reader | undefined {
  if (Object.hasOwn(readers, mediaType)) return readers[mediaType];
  return mediaType.startsWith('text/') ? readText : undefined;
}
