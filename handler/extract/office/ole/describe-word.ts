import { assignFound } from '../../assign-found.ts';
import type { Draft } from '../../reader.ts';
import type { CompoundFile } from './compound-file.ts';
import { markLocked } from './mark-locked.ts';

/**
 * Where Word 97 to 2003 notes what it counted, by bytes from the beginning of the document and of these notes.
 * https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-doc
 */
const FLAGS = 10;
const NOTES_START = 402;
const NOTES_LENGTH = 406;
const HEADER_BYTES = 410;
const WORDS = 38;
const CHARACTERS = 42;
const PAGES = 46;
const PARAGRAPHS = 48;
const NOTES_BYTES = 52;

const ENCRYPTED = 0x100;
const SECOND_TABLE = 0x200;
/** The notes stand near its beginning. */
const MAX_TABLE = 256 * 1024;

/** Adds to a document what its summary does not say, or that it is locked. */
export async function describeWord(
  file: CompoundFile,
  document: NonNullable<Draft['document']>,
): Promise<void> {
  const header = await file.stream('WordDocument', HEADER_BYTES);
  if (header === undefined || header.length < FLAGS + 2) return;
  const flags = header.readUInt16LE(FLAGS);
  if ((flags & ENCRYPTED) !== 0) markLocked(document);
  else if (header.length === HEADER_BYTES) {
    const notes = await notesOf(file, header, (flags & SECOND_TABLE) === 0 ? '0Table' : '1Table');
    if (notes !== undefined) assignFound(document, { ...countsIn(notes), ...document });
  }
}

async function notesOf(file: CompoundFile, header: Buffer, table: string): Promise<Buffer | undefined> {
  const start = header.readUInt32LE(NOTES_START);
  const enough = header.readUInt32LE(NOTES_LENGTH) >= NOTES_BYTES && start + NOTES_BYTES <= MAX_TABLE;
  const notes = enough ? await file.stream(table, start + NOTES_BYTES) : undefined;
  return notes?.length === start + NOTES_BYTES ? notes.subarray(start) : undefined;
}

function countsIn(notes: Buffer) {
  return {
    pages: notes.readUInt16LE(PAGES),
    words: notes.readUInt32LE(WORDS),
    characters: notes.readUInt32LE(CHARACTERS),
    paragraphs: notes.readUInt32LE(PARAGRAPHS),
  };
}
