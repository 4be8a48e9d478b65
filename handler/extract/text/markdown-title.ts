const MAX_LINES = 500;
const FENCE = /^ {0,3}(?:```|~~~)/;

/** The first heading of a Markdown text, of either style; undefined when there is none near its beginning. */
export function markdownTitle(text: string): string | undefined {
  const lines = withoutFrontMatter(text.split(/\r?\n/, MAX_LINES));
  let fenced = false;
  for (const [index, line] of lines.entries()) {
    if (FENCE.test(line)) fenced = !fenced;
    else if (!fenced) {
      const heading = headingAt(line, lines[index + 1] ?? '');
      if (heading !== undefined) return heading;
    }
  }
  return undefined;
}

function headingAt(line: string, next: string): string | undefined {
  const marked = /^ {0,3}#{1,6}[ \t]+(\S.*)$/.exec(line)?.[1];
  if (marked !== undefined) return marked.replace(/[ \t]+#+[ \t]*$/, '').trim();
  const underlined = /^ {0,3}\w/.test(line) && /^ {0,3}(?:={2,}|-{2,})[ \t]*$/.test(next);
  return underlined ? line.trim() : undefined;
}

/** YAML between lines of dashes, which some generators want before the text. */
function withoutFrontMatter(lines: readonly string[]): readonly string[] {
  const end = lines[0] === '---' ? lines.indexOf('---', 1) : -1;
  return lines.slice(end + 1);
}
