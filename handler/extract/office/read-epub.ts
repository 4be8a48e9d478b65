import type { ZipDirectory } from '../archive/zip/zip-directory.ts';
import { zipPart } from '../archive/zip/zip-part.ts';
import { assignFound } from '../assign-found.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { isoDate } from './iso-date.ts';
import { textsOf } from './texts-of.ts';
import { type XmlElement, xmlElements } from './xml-elements.ts';

/** Reads what an electronic book says of itself, in the package file that its container names. */
export async function readEpub(source: ByteSource, directory: ZipDirectory, draft: Draft): Promise<void> {
  draft.mediaType = 'application/epub+zip';
  const container = await zipPart(source, directory, 'META-INF/container.xml');
  const root = xmlElements(container ?? Buffer.alloc(0)).find(({ name }) => name === 'rootfile');
  const path =
    root?.attributes['full-path'] ?? [...directory.byName.keys()].find((name) => name.endsWith('.opf'));
  const book = path === undefined ? undefined : await zipPart(source, directory, path);
  const document: NonNullable<Draft['document']> = {};
  draft.document = document;
  assignFound(document, bookFields(xmlElements(book ?? Buffer.alloc(0))));
}

function bookFields(elements: readonly XmlElement[]) {
  const { first, joined } = textsOf(elements);
  const meta = (key: 'name' | 'property', value: string) =>
    elements.find(({ name, attributes }) => name === 'meta' && attributes[key] === value);
  return {
    title: first('title'),
    author: joined('creator'),
    subject: joined('subject'),
    description: first('description'),
    publisher: first('publisher'),
    language: first('language'),
    application: meta('name', 'generator')?.attributes['content'],
    created:
      dateOf(elements, (event) => event === 'creation') ??
      dateOf(elements, (event) => event === 'publication') ??
      dateOf(elements, (event) => event !== MODIFIED),
    modified:
      isoDate(meta('property', 'dcterms:modified')?.text) ?? dateOf(elements, (event) => event === MODIFIED),
    formatVersion: elements.find(({ name }) => name === 'package')?.attributes['version'],
  };
}

const MODIFIED = 'modification';

/** EPUB 2 says of each date what happened on it, EPUB 3 does not. */
function dateOf(
  elements: readonly XmlElement[],
  isMeant: (event: string | undefined) => boolean,
): string | undefined {
  return elements
    .filter(({ name, attributes }) => name === 'date' && isMeant(attributes['event']))
    .map(({ text }) => isoDate(text))
    .find((date) => date !== undefined);
}
