import { assignFound } from '../assign-found.ts';
import { decodeCodePage } from '../code-page.ts';
import type { CompoundFile } from '../office/ole/compound-file.ts';
import { fileTime } from '../office/ole/file-time.ts';
import type { Draft } from '../reader.ts';
import { parseHeaders } from './mail-headers.ts';
import { messageFields } from './message-fields.ts';

/** Properties by number: https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxprops */
const SUBJECT = '0037';
const SENT_BY_NAME = '0042';
const SENT_BY_ADDRESS = '0065';
const SENDER_NAME = '0C1A';
const SENDER_ADDRESS = '0C1F';
const SMTP_ADDRESS = '5D01';
const DISPLAY_TO = '0E04';
const MESSAGE_ID = '1035';
const TRANSPORT_HEADERS = '007D';

/** Reads a message that Outlook saved: from the headers that it came with, else from what Outlook noted. */
export async function readMsg(file: CompoundFile, draft: Draft): Promise<void> {
  const mail: NonNullable<Draft['mail']> = {};
  draft.mail = mail;
  const properties = (await file.stream('__properties_version1.0')) ?? Buffer.alloc(0);
  const times = fixedProperties(properties);
  const codePage = times.get(CODE_PAGE)?.readUInt32LE(0) ?? 1252;
  const text = (id: string) => textProperty(file, id, codePage);
  const headers = parseHeaders((await text(TRANSPORT_HEADERS)) ?? '');
  const noted = {
    subject: await text(SUBJECT),
    from: address(
      (await text(SENDER_NAME)) ?? (await text(SENT_BY_NAME)),
      (await text(SMTP_ADDRESS)) ?? (await text(SENDER_ADDRESS)) ?? (await text(SENT_BY_ADDRESS)),
    ),
    to: await text(DISPLAY_TO),
    date: timeOf(times, SUBMITTED) ?? timeOf(times, DELIVERED),
    messageId: await text(MESSAGE_ID),
  };
  assignFound(mail, noted);
  assignFound(mail, messageFields(headers));
  assignFound(mail, { subject: noted.subject });
  mail.attachments = [...file.paths].filter((path) => /^__attach_version1\.0_#[^/]*$/u.test(path)).length;
}

const CODE_PAGE = 0x3ffd;
const SUBMITTED = 0x0039;
const DELIVERED = 0x0e06;
const HEADER = 32;
const ENTRY = 16;
const MAX_PROPERTIES = 2000;

/** Numbers and times stand in one stream, 16 bytes each. */
function fixedProperties(stream: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = HEADER; at + ENTRY <= stream.length && found.size < MAX_PROPERTIES; at += ENTRY) {
    found.set(stream.readUInt16LE(at + 2), stream.subarray(at + 8, at + ENTRY));
  }
  return found;
}

function timeOf(times: ReadonlyMap<number, Buffer>, id: number): string | undefined {
  const bytes = times.get(id);
  return bytes === undefined ? undefined : fileTime(bytes, 0);
}

/** Texts stand in streams of their own: 001F is UTF-16, 001E in the message's code page. */
async function textProperty(file: CompoundFile, id: string, codePage: number): Promise<string | undefined> {
  const wide = await file.stream(`__substg1.0_${id}001F`, MAX_TEXT);
  if (wide !== undefined) return decodeCodePage(wide, 1200).trim() || undefined;
  const narrow = await file.stream(`__substg1.0_${id}001E`, MAX_TEXT);
  return narrow === undefined ? undefined : decodeCodePage(narrow, codePage).trim() || undefined;
}

const MAX_TEXT = 64 * 1024;

/** Inside an organisation addresses are paths in its directory, which tell nobody anything. */
function address(name: string | undefined, at: string | undefined): string | undefined {
  if (at === undefined || !at.includes('@') || at === name) return name ?? at;
  return name === undefined ? at : `${name} <${at}>`;
}
