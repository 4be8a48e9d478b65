import type { Reader } from '../reader.ts';

/** Messages are counted in mailboxes up to this size. */
const MAX_WHOLE = 4 * 1024 * 1024;
/** https://www.rfc-editor.org/rfc/rfc4155: each message follows such a line, before which stands an empty one. */
const SEPARATOR = /(?:^|\n\r?\n)From [^\n]{0,200}\d{4}[^\n]{0,40}\r?\n[!-9;-~]{1,80}:/gu;

/** Reads a mailbox: how many messages are in it, unless it is large. */
export const readMailbox: Reader = async ({ source }, draft) => {
  if (source.size > MAX_WHOLE) return;
  const bytes = await source.read(0, source.size);
  draft.mail = { messages: bytes.toString('latin1').match(SEPARATOR)?.length ?? 0 };
};
