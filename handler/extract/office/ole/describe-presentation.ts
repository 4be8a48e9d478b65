import type { Draft } from '../../reader.ts';
import type { CompoundFile } from './compound-file.ts';
import { markLocked } from './mark-locked.ts';
import { newestDocument, type ReadStream } from './newest-document.ts';
import { type PowerPointRecord, RECORD_HEADER, recordOf, recordsIn } from './powerpoint-records.ts';

/** In the stream that says who saved it last. */
const TOKEN = 12;
const NEWEST_EDIT = 16;
const ENCRYPTED = 0xf3d1c4df;

const DOCUMENT = 0x3e8;
const SLIDE_LIST = 0xff0;
const SLIDE = 0x3f3;
/** Of all that stands outside the slides themselves. */
const MAX_DOCUMENT = 1024 * 1024;

/**
 * Counts a presentation's slides, which its summary often leaves out or has wrong, or says that it is locked.
 * https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-ppt
 */
export async function describePresentation(
  file: CompoundFile,
  document: NonNullable<Draft['document']>,
): Promise<void> {
  const user = (await file.stream('Current User', NEWEST_EDIT + 4)) ?? Buffer.alloc(0);
  if (user.length >= NEWEST_EDIT && user.readUInt32LE(TOKEN) === ENCRYPTED) return markLocked(document);
  const read: ReadStream = (position, length) => file.stream('PowerPoint Document', length, position);
  const edit = user.length === NEWEST_EDIT + 4 ? user.readUInt32LE(NEWEST_EDIT) : 0;
  const slides = await countSlides(read, (await newestDocument(read, edit)) ?? 0);
  if (slides !== undefined) document.slides = slides;
}

/** Undefined when no document lies there, or when it lists no slides. */
async function countSlides(read: ReadStream, position: number): Promise<number | undefined> {
  const length = recordOf(DOCUMENT, await read(position, RECORD_HEADER))?.length;
  if (length === undefined || length > MAX_DOCUMENT) return undefined;
  const document = recordOf(DOCUMENT, await read(position, RECORD_HEADER + length));
  const lists = [...recordsIn(document?.data ?? Buffer.alloc(0))].filter(isSlideList);
  const slides = lists.flatMap(({ data }) => [...recordsIn(data)]).filter(({ type }) => type === SLIDE);
  return slides.length || undefined;
}

/** Masters and notes have lists of the same type. */
function isSlideList({ type, instance }: PowerPointRecord): boolean {
  return type === SLIDE_LIST && instance === 0;
}
