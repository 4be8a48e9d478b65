const MAX_TITLE = 4096;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** The title of an HTML page; undefined when it has none near its beginning. */
export function htmlTitle(text: string): string | undefined {
  const start = /<title(?:\s[^>]{0,200})?>/i.exec(text);
  if (start === null) return undefined;
  const after = text.slice(start.index + start[0].length, start.index + start[0].length + MAX_TITLE);
  const end = after.search(/<\/title/i);
  return end === -1 ? undefined : withoutEntities(after.slice(0, end));
}

function withoutEntities(html: string): string {
  return html.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,8}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
