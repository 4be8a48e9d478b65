import { type Markup, markupOf } from '../text/markup.ts';
import { flatDocumentType } from './flat-document.ts';
import { vocabularyOf } from './vocabularies.ts';
import type { Written } from './written.ts';

const XHTML = 'application/xhtml+xml';
/** Tags that a page may begin with; in other places they are quoted, or part of a template. */
const PAGE_TAGS = ['html', 'head', 'title', 'body', 'script', 'style', 'table', 'meta', 'link'];
const PAGE_NAMES = [undefined, 'text/plain', 'text/html', 'text/xml', XHTML];

/** A page, a picture or a vocabulary of XML, by its first element; undefined when the text does not begin with one. */
export function markupType({ text, named }: Written): string | undefined {
  const markup = markupOf(text);
  if (markup === undefined) return undefined;
  const root = markup.rootElement?.toLowerCase();
  const documentType = markup.documentType?.toLowerCase();
  if (named === XHTML && root === 'html') return XHTML;
  if (documentType === 'html' || (root === 'html' && PAGE_NAMES.includes(named))) return 'text/html';
  if (root === 'svg' || root === 'svg:svg' || documentType === 'svg') return 'image/svg+xml';
  if (root === 'office:document') return flatDocumentType(text) ?? 'text/xml';
  return xmlType(markup, named) ?? (isPage(root, named) ? 'text/html' : undefined);
}

function isPage(root: string | undefined, named: string | undefined): boolean {
  return root !== undefined && PAGE_TAGS.includes(root) && PAGE_NAMES.includes(named);
}

/** XML declares itself, or a namespace; without either only the name tells it from other markup. */
function xmlType(markup: Markup, named: string | undefined): string | undefined {
  const hasNamespace = markup.rootAttributes?.includes('xmlns') === true;
  const isXml = markup.declaredXml || hasNamespace || named === 'text/xml';
  return (isXml ? vocabularyOf(markup) : undefined) ?? (markup.declaredXml ? 'text/xml' : undefined);
}
