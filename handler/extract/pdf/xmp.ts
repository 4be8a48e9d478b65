import { parser } from 'sax';
import type { DocumentDetails } from '../details.ts';

/** As XMP calls them; the prefix is always this one in practice. */
const FIELDS: Readonly<Record<string, 'title' | 'author'>> = { 'dc:title': 'title', 'dc:creator': 'author' };
/** What Ghostscript writes where there is none. */
const NO_TITLE = 'Untitled';
const MAX_BYTES = 256 * 1024;
const MAX_TEXT = 4096;

/** Title and author from a packet of XMP: the first title, all authors. Nothing of what is broken. */
export function titleFromXmp(packet: Buffer): Pick<DocumentDetails, 'title' | 'author'> {
  const found: Record<'title' | 'author', string[]> = { title: [], author: [] };
  let field: 'title' | 'author' | undefined;
  let text: string | undefined;
  const xml = parser(false, { lowercase: true });
  xml.onopentag = ({ name }) => {
    field = FIELDS[name] ?? field;
    if (name === 'rdf:li' && field !== undefined) text = '';
  };
  xml.ontext = (part) => {
    if (text !== undefined && text.length < MAX_TEXT) text += part;
  };
  xml.onclosetag = (name) => {
    if (name === 'rdf:li' && field !== undefined && text?.trim()) found[field].push(text.trim());
    if (name === 'rdf:li') text = undefined;
    if (Object.hasOwn(FIELDS, name)) field = undefined;
  };
  xml.onerror = () => xml.resume();
  xml.write(packet.toString('utf8', 0, MAX_BYTES)).close();
  const title = found.title.find((candidate) => candidate !== NO_TITLE);
  return {
    ...(title === undefined ? {} : { title }),
    ...(found.author.length === 0 ? {} : { author: found.author.join(', ') }),
  };
}
