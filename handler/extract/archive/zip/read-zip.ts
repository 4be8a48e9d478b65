import type { ByteSource } from '../../byte-source.ts';
import { manifestType } from '../../office/opendocument-manifest.ts';
import { readEpub } from '../../office/read-epub.ts';
import { CONTENT_TYPES, readOoxml } from '../../office/read-ooxml.ts';
import { readOpenDocument } from '../../office/read-opendocument.ts';
import type { Draft, Reader } from '../../reader.ts';
import { looseTypeOf } from './loose-types.ts';
import { readZipDirectory, type ZipDirectory } from './zip-directory.ts';
import { zipPart } from './zip-part.ts';

/**
 * Reads whatever is packed as a zip, and says what it is: documents have parts of known names, the others are
 * archives, of which the entries are counted.
 */
export const readZip: Reader = async ({ source, name }, draft) => {
  const directory = await readZipDirectory(source);
  const mimetype = (await mimetypePart(source, directory)) ?? (await manifestType(source, directory));
  if (mimetype !== undefined) draft.mediaType = mimetype;
  if (mimetype === 'application/epub+zip') return readEpub(source, directory, draft);
  if (mimetype !== undefined && OPEN_DOCUMENT.test(mimetype))
    return readOpenDocument(source, directory, draft);
  if (directory.byName.has(CONTENT_TYPES) && (await readOoxml(source, directory, draft))) return;
  draft.mediaType = mimetype ?? looseTypeOf(directory.byName, name) ?? 'application/zip';
  if (!draft.mediaType.startsWith('application/vnd.apple.')) countEntries(directory, draft);
};

const OPEN_DOCUMENT = /^application\/vnd\.(?:oasis\.opendocument|sun\.xml)\./u;

/** The media type that some formats put into a part of this name. */
async function mimetypePart(source: ByteSource, directory: ZipDirectory): Promise<string | undefined> {
  const text = (await zipPart(source, directory, 'mimetype'))?.toString('latin1', 0, 100).trim();
  return text !== undefined && /^[a-z]{1,20}\/[\w.+-]{1,80}$/iu.test(text) ? text : undefined;
}

function countEntries(directory: ZipDirectory, draft: Draft): void {
  const { entries, folders, encrypted, uncompressedBytes, partial, comment } = directory;
  draft.archive = {
    entries,
    files: entries - folders,
    folders,
    ...(partial ? { partial } : { uncompressedBytes }),
    ...(encrypted ? { encrypted } : {}),
    ...(comment.length > 0 ? { comment: comment.toString('utf8') } : {}),
  };
}
