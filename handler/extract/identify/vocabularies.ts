import type { Markup } from '../text/markup.ts';

/** A vocabulary of XML by its root element, without prefix; where others share that name, also by what its namespace holds. */
type Vocabulary = readonly [mediaType: string, root: string, namespace?: string];

/** https://www.iana.org/assignments/media-types, and a few that are in general use without being there. */
const VOCABULARIES: readonly Vocabulary[] = [
  ['application/gpx+xml', 'gpx'],
  ['application/vnd.google-earth.kml+xml', 'kml'],
  ['application/rss+xml', 'rss'],
  ['application/atom+xml', 'feed', 'www.w3.org/2005/Atom'],
  ['application/atom+xml', 'entry', 'www.w3.org/2005/Atom'],
  ['application/rdf+xml', 'RDF', 'www.w3.org/1999/02/22-rdf-syntax-ns'],
  ['application/xslt+xml', 'stylesheet', 'www.w3.org/1999/XSL/Transform'],
  ['application/xslt+xml', 'transform', 'www.w3.org/1999/XSL/Transform'],
  ['application/mathml+xml', 'math', 'www.w3.org/1998/Math/MathML'],
  ['application/ttml+xml', 'tt', 'www.w3.org/ns/ttml'],
  ['application/xliff+xml', 'xliff'],
  ['application/xspf+xml', 'playlist', 'xspf.org/ns'],
  ['application/dash+xml', 'MPD', 'urn:mpeg:dash'],
  ['application/smil+xml', 'smil'],
  ['application/gml+xml', 'FeatureCollection', 'www.opengis.net/gml'],
  ['application/sbml+xml', 'sbml', 'www.sbml.org'],
  ['application/tei+xml', 'TEI', 'www.tei-c.org/ns'],
  ['application/metalink4+xml', 'metalink', 'urn:ietf:params:xml:ns:metalink'],
  ['application/wsdl+xml', 'definitions', 'schemas.xmlsoap.org/wsdl'],
  ['application/oebps-package+xml', 'package', 'www.idpf.org/2007/opf'],
  ['application/vnd.recordare.musicxml+xml', 'score-partwise'],
  ['application/vnd.recordare.musicxml+xml', 'score-timewise'],
  ['application/x-fictionbook+xml', 'FictionBook'],
  ['application/x-plist', 'plist'],
  ['model/vnd.collada+xml', 'COLLADA'],
  ['model/x3d+xml', 'X3D'],
];

/** The media type that this vocabulary of XML has for itself; undefined when it has none. */
export function vocabularyOf({ rootElement, rootAttributes = '' }: Markup): string | undefined {
  const root = rootElement?.replace(/^[^:]*:/, '');
  return VOCABULARIES.find(
    ([, name, namespace = '']) => root === name && rootAttributes.includes(namespace),
  )?.[0];
}

/** All that this may answer. */
export const vocabularyTypes: readonly string[] = VOCABULARIES.map(([mediaType]) => mediaType);
