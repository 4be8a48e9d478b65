/** The root's many name spaces stand before what it says of itself. */
const ROOT =
  /<office:document\s[^>]{0,12000}?\soffice:mimetype="application\/vnd\.oasis\.opendocument\.([a-z]{1,20})/;
const KINDS = ['text', 'spreadsheet', 'presentation', 'graphics'];
const CHARACTERS = 16 * 1024;

/** What an OpenDocument is that is one XML file instead of a zip; undefined when it does not say so. */
export function flatDocumentType(text: string): string | undefined {
  const kind = ROOT.exec(text.slice(0, CHARACTERS))?.[1] ?? '';
  return KINDS.includes(kind) ? `application/vnd.oasis.opendocument.${kind}-flat-xml` : undefined;
}
