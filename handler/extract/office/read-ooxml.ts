import type { ZipDirectory } from '../archive/zip/zip-directory.ts';
import { zipPart } from '../archive/zip/zip-part.ts';
import { assignFound } from '../assign-found.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { binarySheetNames } from './binary-workbook.ts';
import { isoDate } from './iso-date.ts';
import { ooxmlTypeOf } from './ooxml-types.ts';
import { textsOf } from './texts-of.ts';
import { type XmlElement, xmlElements } from './xml-elements.ts';

/** The part that every Office Open XML file has: which media type each of the others is of. */
export const CONTENT_TYPES = '[Content_Types].xml';

/**
 * Reads Word, Excel, PowerPoint and Visio files from 2007 on. Resolves to false, and finds nothing, when it is
 * something else that is packed in the same way.
 */
export async function readOoxml(source: ByteSource, directory: ZipDirectory, draft: Draft): Promise<boolean> {
  const part = async (name: string) =>
    xmlElements((await zipPart(source, directory, name)) ?? Buffer.alloc(0));
  const types = partTypes(await part(CONTENT_TYPES));
  const main = types.find(({ type }) => ooxmlTypeOf(type) !== undefined) ?? usualMainPart(directory);
  const mediaType = main && ooxmlTypeOf(main.type);
  if (mediaType === undefined) return false;
  draft.mediaType = mediaType;
  const document: NonNullable<Draft['document']> = {};
  draft.document = document;
  const named = (ending: string) => types.find(({ type }) => type.endsWith(ending))?.name;
  assignFound(document, coreFields(await part(corePropertiesOf(types, directory))));
  const app = await part(named('extended-properties+xml') ?? 'docProps/app.xml');
  assignFound(document, appFields(app));
  if (/powerpoint|presentation/u.test(mediaType)) assignFound(document, { slides: countSlides(types) });
  const mainName = main?.name || usualMainPart(directory)?.name;
  if (mainName?.endsWith('workbook.xml')) assignFound(document, sheetFields(await part(mainName)));
  else if (mainName?.endsWith('workbook.bin')) {
    const sheetNames = binarySheetNames((await zipPart(source, directory, mainName)) ?? Buffer.alloc(0));
    assignFound(document, { sheets: sheetNames.length || undefined, sheetNames });
  }
  return true;
}

interface PartType {
  /** As the zip names it: without the slash at its beginning. Empty when the type is that of all parts with some ending. */
  readonly name: string;
  readonly type: string;
}

function partTypes(elements: readonly XmlElement[]): readonly PartType[] {
  return elements
    .filter(({ name }) => name === 'Override' || name === 'Default')
    .map(({ attributes }) => ({
      name: (attributes['PartName'] ?? '').replace(/^\//u, ''),
      type: attributes['ContentType'] ?? '',
    }));
}

/** For files whose table is damaged, or tells the main part's type by its ending alone. */
function usualMainPart(directory: ZipDirectory): PartType | undefined {
  const type = 'application/vnd.openxmlformats-officedocument';
  return [
    { name: 'word/document.xml', type: `${type}.wordprocessingml.document.main+xml` },
    { name: 'xl/workbook.xml', type: `${type}.spreadsheetml.sheet.main+xml` },
    { name: 'xl/workbook.bin', type: 'application/vnd.ms-excel.sheet.binary.macroEnabled.main' },
    { name: 'ppt/presentation.xml', type: `${type}.presentationml.presentation.main+xml` },
  ].find(({ name }) => directory.byName.has(name));
}

/** Some programs leave a second, older one behind, under another name. */
function corePropertiesOf(types: readonly PartType[], directory: ZipDirectory): string {
  const usual = 'docProps/core.xml';
  const named = types.filter(({ type }) => type.endsWith('core-properties+xml')).map(({ name }) => name);
  return named.includes(usual) ? usual : (named[0] ?? strayCoreProperties(directory) ?? usual);
}

/** What .NET's packaging library writes has a name of its own each time, and no type in the list. */
function strayCoreProperties(directory: ZipDirectory): string | undefined {
  return [...directory.byName.keys()].find((name) => name.endsWith('.psmdcp'));
}

/** Programs that leave `app.xml` as it was in a template make its number wrong. */
function countSlides(types: readonly PartType[]): number {
  return types.filter(({ name, type }) => name !== '' && type.endsWith('.slide+xml')).length;
}

function coreFields(elements: readonly XmlElement[]) {
  const { first, joined } = textsOf(elements);
  return {
    title: first('title'),
    author: first('creator'),
    subject: first('subject'),
    keywords: joined('keywords'),
    description: first('description'),
    lastModifiedBy: first('lastModifiedBy'),
    language: first('language'),
    created: isoDate(first('created')),
    modified: isoDate(first('modified')),
  };
}

function appFields(elements: readonly XmlElement[]) {
  const { first, count } = textsOf(elements);
  return {
    application: first('Application'),
    company: first('Company'),
    pages: count('Pages'),
    words: count('Words'),
    characters: count('Characters'),
    paragraphs: count('Paragraphs'),
    slides: count('Slides'),
  };
}

function sheetFields(workbook: readonly XmlElement[]) {
  const sheetNames = workbook
    .filter(({ name, parent }) => name === 'sheet' && parent === 'sheets')
    .map(({ attributes }) => attributes['name'] ?? '');
  return { sheets: sheetNames.length || undefined, sheetNames };
}
