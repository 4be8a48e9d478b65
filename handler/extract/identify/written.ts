import { markupOf } from '../text/markup.ts';
import { scanJson } from '../text/scan-json.ts';
import { sniffTable } from '../text/sniff-table.ts';
import { flatDocumentType } from './flat-document.ts';
import { mailType } from './mail.ts';
import { scriptType } from './scripts.ts';

/** Text of which only the beginning is known when it is `cut`. */
export interface Written {
  readonly text: string;
  readonly cut: boolean;
  /** What its name says that it is written in. */
  readonly named?: string | undefined;
}

/** What a text says that it is; undefined when it is nothing in particular. */
export function writtenType(written: Written): string | undefined {
  return (
    scriptType(written.text) ??
    jsonType(written) ??
    markupType(written) ??
    mailType(written.text) ??
    languageType(written) ??
    tableType(written)
  );
}

function jsonType({ text, cut, named }: Written): string | undefined {
  const structured = /^\s*[[{]/.test(text.slice(0, 1000));
  if (!structured && named !== 'application/json') return undefined;
  const json = scanJson(text, cut);
  if (json === undefined) return undefined;
  return json.values > 1 ? 'application/x-ndjson' : 'application/json';
}

/** Tags that a page may begin with; in other places they are quoted, or part of a template. */
const PAGE_TAGS = ['html', 'head', 'title', 'body', 'script', 'style', 'table', 'meta', 'link'];
const PAGE_NAMES = [undefined, 'text/plain', 'text/html', 'text/xml'];

function markupType({ text, named }: Written): string | undefined {
  const markup = markupOf(text);
  if (markup === undefined) return undefined;
  const root = markup.rootElement?.toLowerCase();
  const documentType = markup.documentType?.toLowerCase();
  if (documentType === 'html' || (root === 'html' && PAGE_NAMES.includes(named))) return 'text/html';
  if (root === 'svg' || root === 'svg:svg' || documentType === 'svg') return 'image/svg+xml';
  if (root === 'office:document') return flatDocumentType(text) ?? 'text/xml';
  if (markup.declaredXml) return 'text/xml';
  return root !== undefined && PAGE_TAGS.includes(root) && PAGE_NAMES.includes(named)
    ? 'text/html'
    : undefined;
}

/** What begins like this is that, whatever it is called. */
const BEGINNINGS: readonly [mediaType: string, pattern: RegExp][] = [
  [
    'image/x-portable-bitmap',
    /^P(?:1\s(?:\s|#[^\n]*\n){0,20}\d+\s+\d+\s+[01]|4\s(?:#[^\n]*\n){0,20}\d+\s+\d+\s)/,
  ],
  ['image/x-portable-greymap', /^P[25]\s(?:\s|#[^\n]*\n){0,20}\d+\s+\d+\s+\d/],
  ['image/x-portable-pixmap', /^P[36]\s(?:\s|#[^\n]*\n){0,20}\d+\s+\d+\s+\d/],
  ['text/x-diff', /^\*\*\* [^\n]+\n--- [^\n]+\n\*{15}/],
  ['text/x-diff', /^--- [^\n]+\n\+\+\+ [^\n]+\n@@ -\d/],
  ['text/troff', /^(?:'?\.\\"|'\\"|\.(?:TH|Dd|SH|so|de|ds|nr|if) )/],
  [
    'text/x-tex',
    /^(?:%[^\n]*\n|\s){0,200}\\(?:documentclass|documentstyle|usepackage|begin|input|section|chapter|ProvidesPackage)\b/,
  ],
  ['application/x-subrip', /^1\r?\n\d\d:\d\d:\d\d,\d{3} --> \d/],
];

/** Lines that guide where no name says what it is; other languages have them in comments, strings and examples. */
const LINES: readonly [mediaType: string, pattern: RegExp][] = [
  ['text/x-po', /^msgid "[^\n]*\n(?:"[^\n]*\n){0,50}msgstr/m],
  ['text/x-diff', /^--- [^\n]+\n\+\+\+ [^\n]+\n@@ -\d/m],
  ['text/x-c', /^# ?(?:include [<"]|ifndef \w+\n# ?define )/m],
  ['text/x-python', /^(?:from [\w.]+ import |if __name__ == )/m],
];

/** C++ has the suffix `.h`, too, and its libraries' headers have none. */
const CPLUSPLUS =
  /^(?:namespace \w|template ?<|using (?:namespace )?std\b|class \w|[ \t]{0,8}(?:public|private|protected):)/m;
const LANGUAGE_CHARACTERS = 8192;

function languageType({ text, named }: Written): string | undefined {
  const beginning = text.slice(0, LANGUAGE_CHARACTERS);
  const certain = typeByPattern(beginning, BEGINNINGS);
  if (certain !== undefined) return certain;
  const guess = named ?? typeByPattern(beginning, LINES);
  if (guess === 'text/x-c' && CPLUSPLUS.test(beginning)) return 'text/x-c++';
  return named === undefined ? guess : undefined;
}

function typeByPattern(text: string, patterns: readonly [string, RegExp][]): string | undefined {
  return patterns.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Whether the name says that it is a table. It is believed when lines have the same number of columns. */
export function isTableType(named: string | undefined): boolean {
  return named === 'text/csv' || named === 'text/tab-separated-values';
}

const LEAST_LINES = 3;

/** Without such a name, there must be no doubt: a comma in prose has a space after it. */
function tableType({ text, cut, named }: Written): string | undefined {
  if (named !== undefined && named !== 'text/csv' && named !== 'text/x-log') return undefined;
  const table = sniffTable(text, cut);
  const certain = table?.delimiter === ',' && table.lines >= LEAST_LINES && table.irregular === 0;
  return certain && !/,[ \t]/.test(text.slice(0, LANGUAGE_CHARACTERS)) ? 'text/csv' : undefined;
}
