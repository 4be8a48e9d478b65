import { decodeEncodedWords } from './encoded-words.ts';
import { mailDate } from './mail-date.ts';
import type { MailHeaders } from './mail-headers.ts';

/** What a message's headers say about it; undefined what they do not. */
export function messageFields(headers: MailHeaders) {
  const text = (name: string) => decodeEncodedWords(headers.get(name) ?? '').trim() || undefined;
  return {
    subject: text('subject'),
    from: text('from'),
    to: text('to'),
    date: mailDate(headers.get('date') ?? ''),
    messageId: headers.get('message-id') || undefined,
  };
}
