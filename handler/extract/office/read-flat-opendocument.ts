import { assignFound } from '../assign-found.ts';
import type { Reader } from '../reader.ts';
import { contentFields, metaFields } from './opendocument-fields.ts';
import { xmlElements } from './xml-elements.ts';

/** Larger ones are described from their beginning, where the metadata stand. */
const MAX_WHOLE_BYTES = 1024 * 1024;
const BEGINNING_BYTES = 128 * 1024;
const META = '<office:meta>';
const META_END = '</office:meta>';

/** Reads an OpenDocument file that is one XML file. */
export const readFlatOpenDocument: Reader = async ({ source }, draft) => {
  const isWhole = source.size <= MAX_WHOLE_BYTES;
  const xml = await source.read(0, isWhole ? source.size : BEGINNING_BYTES);
  const document: NonNullable<typeof draft.document> = {};
  draft.document = document;
  const [root] = xmlElements(xml.subarray(0, Math.max(0, xml.indexOf(META))));
  const meta = xmlElements(metaOf(xml));
  assignFound(document, { ...metaFields(meta), formatVersion: root?.attributes['version'] });
  assignFound(document, contentFields(draft.mediaType, meta, isWhole ? xml : undefined));
};

/** Of the rest, much has the same names. */
function metaOf(xml: Buffer): Buffer {
  const start = xml.indexOf(META);
  const end = xml.indexOf(META_END, start);
  return start < 0 || end < 0 ? Buffer.alloc(0) : xml.subarray(start, end + META_END.length);
}
