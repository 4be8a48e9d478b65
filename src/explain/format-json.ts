/**
 * JSON in lines of about `width` characters, of which the first has some `taken` already: what fits on one line
 * stands on one.
 */
export function formatJson(value: unknown, width: number, indent = '', taken = 0): string {
  const onOneLine = spaced(value);
  const fits = indent.length + taken + onOneLine.length <= width;
  if (fits || typeof value !== 'object' || value === null) return onOneLine;
  const deeper = `${indent}  `;
  const member = (inner: unknown, label = '') =>
    `${deeper}${label}${formatJson(inner, width, deeper, label.length)}`;
  if (Array.isArray(value)) {
    return `[\n${value.map((inner) => member(inner)).join(',\n')}\n${indent}]`;
  }
  const members = entriesOf(value).map(([key, inner]) => member(inner, `${JSON.stringify(key)}: `));
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = entriesOf(value).map(([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`);
  return `{${members.join(', ')}}`;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, inner]) => inner !== undefined);
}
