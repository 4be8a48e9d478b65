import { parser } from 'sax';
import type { DocumentDetails } from '../details.ts';

type Field = 'title' | 'author';

/** As XMP calls them; the prefix is always this one in practice. */
const FIELDS: ReadonlyMap<string, Field> = new Map([
  ['dc:title', 'title'],
  ['dc:creator', 'author'],
]);
/** What Ghostscript writes where there is none. */
const NO_TITLE = 'Untitled';
const MAX_TEXT = 4096;

/** Title and author from a packet of XMP: the first title, all authors. Nothing of what is broken. */
export function titleFromXmp(packet: Buffer): Pick<DocumentDetails, Field> {
  const found: Record<Field, string[]> = { title: [], author: [] };
  let field: Field | undefined;
  let text: string | undefined;
  const xml = parser(false, { lowercase: true });
  xml.onopentag = ({ name }) => {
    field = FIELDS.get(name) ?? field;
    if (name === 'rdf:li' && field !== undefined) text = '';
  };
  xml.ontext = (part) => {
    if (text !== undefined && text.length < MAX_TEXT) text += part;
  };
  xml.onclosetag = (name) => {
    if (name === 'rdf:li' && field !== undefined && text?.trim()) found[field].push(text.trim());
    if (name === 'rdf:li') text = undefined;
    if (FIELDS.has(name)) field = undefined;
  };
  xml.onerror = () => xml.resume();
  xml.write(packet.toString()).close();
  const title = found.title.find((candidate) => candidate !== NO_TITLE);
  return {
    ...(title === undefined ? {} : { title }),
    ...(found.author.length === 0 ? {} : { author: found.author.join(', ') }),
  };
}
