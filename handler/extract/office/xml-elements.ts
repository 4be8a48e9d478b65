import sax from 'sax';
import { decodeBytes } from '../decode-bytes.ts';

/** One element of an XML file, without its namespace prefix. */
export interface XmlElement {
  readonly name: string;
  readonly parent: string;
  /** By local name: of `r:id` and `id`, the one that comes last. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, without that of the elements inside. */
  readonly text: string;
}

const MAX_ELEMENTS = 5000;
const MAX_DEPTH = 64;
const MAX_TEXT = 4096;
/** Characters given to the parser at a time: how soon it stops once there is enough. */
const SLICE = 8192;

/**
 * The first 5,000 elements of an XML file, in the order in which they begin. Never throws: a damaged file has the
 * elements before the damage. Entities of its own are not expanded.
 */
export function xmlElements(xml: Buffer): readonly XmlElement[] {
  const found: OpenElement[] = [];
  const open: OpenElement[] = [];
  let over = false;
  const parser = sax.parser(true, { position: false });
  parser.onerror = () => {
    parser.resume();
    over ||= found.length === 0;
  };
  parser.onopentag = ({ name, attributes }) => {
    over ||= found.length >= MAX_ELEMENTS || open.length >= MAX_DEPTH;
    if (over) return;
    const parent = open.at(-1)?.name ?? '';
    const element = { name: localName(name), parent, attributes: localNames(attributes), text: '' };
    found.push(element);
    open.push(element);
  };
  parser.onclosetag = () => {
    open.pop();
  };
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element !== undefined && element.text.length < MAX_TEXT) element.text += text.slice(0, MAX_TEXT);
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  const text = decoded(xml);
  for (let at = 0; at < text.length && !over; at += SLICE) parser.write(text.slice(at, at + SLICE));
  return found;
}

interface OpenElement extends XmlElement {
  text: string;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function localNames(attributes: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      localName(name),
      typeof value === 'string' ? value : '',
    ]),
  );
}

/** By its byte order mark, else by its declaration, else as UTF-8. */
function decoded(xml: Buffer): string {
  if (xml[0] === 0xff && xml[1] === 0xfe) return new TextDecoder('utf-16le').decode(xml);
  if (xml[0] === 0xfe && xml[1] === 0xff) return new TextDecoder('utf-16be').decode(xml);
  const declared = /^<\?xml[^>]{0,100}encoding=["']([\w-]{1,40})["']/u.exec(xml.toString('latin1', 0, 200));
  return decodedAs(declared?.[1] ?? 'utf-8', xml);
}

function decodedAs(label: string, bytes: Buffer): string {
  try {
    return decodeBytes(bytes, label);
  } catch {
    return bytes.toString('utf8');
  }
}
