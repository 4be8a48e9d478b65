import type { ZipDirectory } from '../archive/zip/zip-directory.ts';
import { zipPart } from '../archive/zip/zip-part.ts';
import { assignFound } from '../assign-found.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { countIn, textsOf } from './texts-of.ts';
import { type XmlElement, xmlElements } from './xml-elements.ts';

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
  if (meta.length === 0 && (await isEncrypted(source, directory))) {
    Object.assign(document, { encrypted: true, passwordNeeded: true });
    return;
  }
  if (draft.mediaType.includes('presentation') || draft.mediaType.includes('impress')) {
    const content = await zipPart(source, directory, 'content.xml');
    assignFound(document, { slides: tagsIn(content, SLIDE).length || undefined });
  }
  if (draft.mediaType.includes('spreadsheet') || draft.mediaType.includes('calc')) {
    const tables = tagsIn(await zipPart(source, directory, 'content.xml'), SHEET);
    assignFound(document, sheetFields(tables));
  }
}

const SHEET = /<table:table [^>]{0,2000}/gu;
const SLIDE = /<draw:page [^>]{0,2000}/gu;

function metaFields(meta: readonly XmlElement[]) {
  const { first, joined } = textsOf(meta);
  const statistics = meta.find(({ name }) => name === 'document-statistic')?.attributes ?? {};
  return {
    title: first('title'),
    author: first('initial-creator') ?? first('creator'),
    subject: first('subject'),
    keywords: joined('keyword'),
    description: first('description'),
    lastModifiedBy: first('creator'),
    language: first('language'),
    application: first('generator'),
    created: first('creation-date'),
    modified: first('date'),
    pages: countIn(statistics['page-count']),
    words: countIn(statistics['word-count']),
    characters: countIn(statistics['character-count']),
    paragraphs: countIn(statistics['paragraph-count']),
    sheets: countIn(statistics['table-count']),
    formatVersion: meta[0]?.attributes['version'],
  };
}

async function isEncrypted(source: ByteSource, directory: ZipDirectory): Promise<boolean> {
  const manifest = await zipPart(source, directory, 'META-INF/manifest.xml');
  return xmlElements(manifest ?? Buffer.alloc(0)).some(({ name }) => name === 'encryption-data');
}

/** The tags that a pattern finds: the content as a whole would be too many elements. */
function tagsIn(content: Buffer | undefined, tag: RegExp): readonly XmlElement[] {
  const tags = content?.toString('utf8').match(tag) ?? [];
  return xmlElements(
    Buffer.from(`<tags>${tags.map((text) => `${text.replace(/\/$/u, '')}/>`).join('')}</tags>`),
  ).slice(1);
}

/** A table inside a cell is a table, too, but marked. */
function sheetFields(tables: readonly XmlElement[]) {
  const sheets = tables.filter(({ attributes }) => attributes['is-sub-table'] !== 'true');
  if (sheets.length === 0) return {};
  return { sheets: sheets.length, sheetNames: sheets.map(({ attributes }) => attributes['name'] ?? '') };
}
