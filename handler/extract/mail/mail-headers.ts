/** Header fields of a message by lower-case name, unfolded; of those that come again, the first. */
export type MailHeaders = ReadonlyMap<string, string>;

const MAX_FIELDS = 1000;
const MAX_VALUE = 8192;

/** Reads header lines up to the first empty line. Lines that are no header are passed over. */
export function parseHeaders(text: string): MailHeaders {
  const headers = new Map<string, string>();
  let current: string | undefined;
  for (const line of linesOf(text)) {
    if (line === '' || headers.size >= MAX_FIELDS) break;
    if (/^[ \t]/u.test(line)) goOn(headers, current, line);
    else current = begin(headers, line);
  }
  return headers;
}

/** The field that the line begins; undefined when it is to be passed over with what it goes on with. */
function begin(headers: Map<string, string>, line: string): string | undefined {
  const [, name, value = ''] = /^([!-9;-~]{1,100})[ \t]*:(.*)$/su.exec(line) ?? [];
  const field = name?.toLowerCase();
  if (field === undefined || headers.has(field)) return undefined;
  headers.set(field, value.trim().slice(0, MAX_VALUE));
  return field;
}

function goOn(headers: Map<string, string>, field: string | undefined, line: string): void {
  if (field === undefined) return;
  const value = headers.get(field) ?? '';
  if (value.length < MAX_VALUE) headers.set(field, `${value} ${line.trim()}`.trim());
}

function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    yield line.endsWith('\r') ? line.slice(0, -1) : line;
    at = end < 0 ? text.length : end + 1;
  }
}
