import type { Readers } from '../reader.ts';
import { readMailbox } from './read-mailbox.ts';
import { readMessage } from './read-message.ts';

export const mailReaders: Readers = {
  'application/mbox': readMailbox,
  'message/rfc822': readMessage,
};
