import { scanJson } from '../text/scan-json.ts';
import { sniffTable } from '../text/sniff-table.ts';
import { jsonFormat } from './json-formats.ts';
import { mailType } from './mail.ts';
import { markupType } from './markup-type.ts';
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
    mailType(written) ??
    languageType(written) ??
    tableType(written)
  );
}

function jsonType({ text, cut, named }: Written): string | undefined {
  const structured = /^\s*[[{]/.test(text.slice(0, 1000));
  const isNamed = named?.endsWith('json') === true;
  if (!structured && !isNamed) return undefined;
  const json = scanJson(text, cut);
  if (json === undefined) return undefined;
  if (json.values > 1) return 'application/x-ndjson';
  return jsonFormat(json, text) ?? (isNamed ? named : 'application/json');
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
  ['text/troff', /^(?:'?\.\\"|'?\\"|\.(?:TH|Dd|SH|so|de|ds|nr|if) |\.(?:TP|PP|LP|IP|NH|TL)\s)/],
  ['image/vnd.dxf', /^(?:999\r?\n[^\n]*\n){0,20} {0,3}0\r?\nSECTION\r?\n/],
  [
    'text/x-tex',
    /^(?:%[^\n]*\n|\s){0,200}\\(?:documentclass|documentstyle|usepackage|begin|input|section|chapter|ProvidesPackage)\b/,
  ],
  ['application/x-subrip', /^1\r?\n\d\d:\d\d:\d\d,\d{3} --> \d/],
];

/** Lines that guide where no name says what it is; other languages have them in comments, strings and examples. */
const LINES: readonly [mediaType: string, pattern: RegExp][] = [
  ['text/x-objective-c', /^(?:#import [<"]|@(?:interface|implementation|protocol) |@import [\w.]+;)/m],
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
