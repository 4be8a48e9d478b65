const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * How many records a table has, in one pass. A field that begins with a quotation mark goes on to the next one that is
 * not doubled, over delimiters and ends of lines; empty lines are none.
 */
export function countRecords(text: string, delimiter: string): number {
  const divider = delimiter.charCodeAt(0);
  let records = 0;
  let isEmpty = true;
  let startsField = true;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED || code === CARRIAGE_RETURN) {
      if (!isEmpty) records += 1;
      isEmpty = true;
      startsField = true;
      continue;
    }
    if (code === QUOTE && startsField) at = endOfQuoted(text, at);
    isEmpty = false;
    startsField = code === divider;
  }
  return isEmpty ? records : records + 1;
}

/** Of the closing mark, or of the text where there is none. */
function endOfQuoted(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text.charCodeAt(end + 1) === QUOTE) end = text.indexOf('"', end + 2);
  return end === -1 ? text.length : end;
}
