import { assignFound } from '../assign-found.ts';
import type { Reader } from '../reader.ts';
import { countAttachments } from './count-attachments.ts';
import { decodeCharset } from './encoded-words.ts';
import { parseHeaders } from './mail-headers.ts';
import { messageFields } from './message-fields.ts';

/** Headers are seldom longer than a few KiB. */
const MAX_HEADERS = 128 * 1024;
/** Attachments are counted in messages up to this size. */
const MAX_WHOLE = 1024 * 1024;

/** Reads an e-mail message: its headers, and how many files are attached to it unless it is large. */
export const readMessage: Reader = async ({ source }, draft) => {
  const isWhole = source.size <= MAX_WHOLE;
  const bytes = await source.read(0, isWhole ? source.size : MAX_HEADERS);
  const mail: NonNullable<typeof draft.mail> = {};
  draft.mail = mail;
  const headers = parseHeaders(decodeCharset(bytes.subarray(startOf(bytes), MAX_HEADERS), 'utf-8'));
  assignFound(mail, messageFields(headers));
  if (isWhole) mail.attachments = countAttachments(bytes.toString('latin1'));
};

/** Behind the line that a mailbox puts before each message, and a byte order mark. */
function startOf(bytes: Buffer): number {
  const mark = bytes.subarray(0, 3).toString('latin1') === '\xef\xbb\xbf' ? 3 : 0;
  if (bytes.toString('latin1', mark, mark + 5) !== 'From ') return mark;
  return bytes.indexOf('\n', mark) + 1;
}
