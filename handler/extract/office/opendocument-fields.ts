import { isoDate } from './iso-date.ts';
import { countIn, textsOf } from './texts-of.ts';
import { type XmlElement, xmlElements } from './xml-elements.ts';

/** What an OpenDocument's metadata say. */
export function metaFields(meta: readonly XmlElement[]) {
  const { first, joined } = textsOf(meta);
  const statistics = statisticsIn(meta);
  return {
    title: first('title'),
    author: first('initial-creator') ?? first('creator'),
    subject: first('subject'),
    keywords: joined('keyword'),
    description: first('description'),
    lastModifiedBy: first('creator'),
    language: first('language'),
    application: first('generator'),
    created: isoDate(first('creation-date')),
    modified: isoDate(first('date')),
    pages: countIn(statistics['page-count']),
    words: countIn(statistics['word-count']),
    characters: countIn(statistics['character-count']),
    paragraphs: countIn(statistics['paragraph-count']),
    formatVersion: meta[0]?.attributes['version'],
  };
}

/** Whether there are slides or sheets in such a document. */
export function hasCountedContent(mediaType: string): boolean {
  return isPresentation(mediaType) || isSpreadsheet(mediaType);
}

/** How many slides or sheets a document has: by its content where that is at hand, else by its metadata. */
export function contentFields(mediaType: string, meta: readonly XmlElement[], content: Buffer | undefined) {
  if (isPresentation(mediaType)) return slideFields(content);
  return isSpreadsheet(mediaType) ? { ...sheetCount(meta), ...sheetFields(content) } : {};
}

function isPresentation(mediaType: string): boolean {
  return mediaType.includes('presentation') || mediaType.includes('impress');
}

function isSpreadsheet(mediaType: string): boolean {
  return mediaType.includes('spreadsheet') || mediaType.includes('calc');
}

const SHEET = /<table:table [^>]{0,2000}/gu;
const SLIDE = /<draw:page [^>]{0,2000}/gu;

function statisticsIn(meta: readonly XmlElement[]): XmlElement['attributes'] {
  return meta.find(({ name }) => name === 'document-statistic')?.attributes ?? {};
}

/** What counts sheets here counts the tables of a text elsewhere. */
function sheetCount(meta: readonly XmlElement[]) {
  return { sheets: countIn(statisticsIn(meta)['table-count']) };
}

/** More than anybody makes slides or sheets. */
const MAX_TAGS = 4000;

/** The tags that a pattern finds, if they are not too many: the content as a whole would be too many elements. */
function tagsIn(content: Buffer | undefined, tag: RegExp): readonly XmlElement[] {
  const tags: string[] = [];
  for (const [text] of content?.toString('latin1').matchAll(tag) ?? []) {
    if (tags.length === MAX_TAGS) return [];
    tags.push(`${text.replace(/\/$/u, '')}/>`);
  }
  return xmlElements(Buffer.from(`<tags>${tags.join('')}</tags>`, 'latin1')).slice(1);
}

function slideFields(content: Buffer | undefined) {
  return { slides: tagsIn(content, SLIDE).length || undefined };
}

/** A chart's numbers, and what is kept of other files, the names of which are quoted as no sheet's name may be. */
const NO_SHEET = /^(?:local-table$|')/u;

/** A table inside a cell is a table, too, but marked. */
function sheetFields(content: Buffer | undefined) {
  const sheets = tagsIn(content, SHEET).filter(
    ({ attributes }) => attributes['is-sub-table'] !== 'true' && !NO_SHEET.test(attributes['name'] ?? ''),
  );
  if (sheets.length === 0) return {};
  return { sheets: sheets.length, sheetNames: sheets.map(({ attributes }) => attributes['name'] ?? '') };
}
