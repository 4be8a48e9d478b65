import type { ZipDirectory } from '../archive/zip/zip-directory.ts';
import { zipPart } from '../archive/zip/zip-part.ts';
import { assignFound } from '../assign-found.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { contentFields, hasCountedContent, metaFields } from './opendocument-fields.ts';
import { hasEncryptedParts } from './opendocument-manifest.ts';
import { xmlElements } from './xml-elements.ts';

/** Of the content of one document, which is looked through for slides and sheets. */
const MAX_CONTENT = 8 * 1024 * 1024;

/** Reads OpenDocument files and those of OpenOffice.org 1. Their media type is known already. */
export async function readOpenDocument(
  source: ByteSource,
  directory: ZipDirectory,
  draft: Draft,
): Promise<void> {
  const document: NonNullable<Draft['document']> = {};
  draft.document = document;
  const meta = xmlElements((await zipPart(source, directory, 'meta.xml')) ?? Buffer.alloc(0));
  assignFound(document, metaFields(meta));
  if (meta.length === 0 && (await hasEncryptedParts(source, directory))) {
    Object.assign(document, { encrypted: true, passwordNeeded: true });
    return;
  }
  const content = hasCountedContent(draft.mediaType)
    ? await zipPart(source, directory, 'content.xml', MAX_CONTENT)
    : undefined;
  assignFound(document, contentFields(draft.mediaType, meta, content));
}
