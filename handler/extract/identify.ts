import { supportedMimeTypes } from 'file-type/core';
import type { ByteSource } from './byte-source.ts';
import type { Details } from './details.ts';
import { binaryType } from './identify/binary.ts';
import { mailType } from './identify/mail.ts';
import { hasMpegSound } from './identify/mpeg.ts';
import { binaryTypeOfName, knownTextType, textTypeOfName } from './identify/names.ts';
import { typeBySignature } from './identify/signature.ts';
import { binarySignatures } from './identify/signatures/binary.ts';
import { writtenSignatures } from './identify/signatures/written.ts';
import { structuredTypes } from './identify/structures.ts';
import { isTableType, writtenType } from './identify/written.ts';
import { decode } from './text/decode.ts';
import { type Encoding, encodingOf } from './text/encoding.ts';
import { isRagged, sniffTable } from './text/sniff-table.ts';

type Identified = Pick<Details, 'mediaType' | 'mediaTypeFrom'>;

const UNKNOWN = 'application/octet-stream';
const HEAD_BYTES = 64 * 1024;
/** Enough for the longest of the signatures. */
const SIGNED_CHARACTERS = 64;

/** Types that the bytes would have shown: where they did not, the name is wrong or the file is damaged. */
const RECOGNISED: ReadonlySet<string> = new Set([
  ...[...binarySignatures, ...writtenSignatures].map(([mediaType]) => mediaType),
  ...structuredTypes,
  ...supportedMimeTypes,
]);

/**
 * What a file is. Its bytes decide, and its name where they leave it open: what a text is written in, and what
 * a format without a signature is. A name never makes text of other bytes, nor the reverse.
 */
export async function identify(source: ByteSource, name: string): Promise<Identified> {
  if (source.size === 0) return fromContent('inode/x-empty');
  const head = await source.read(0, HEAD_BYTES);
  const signed = typeBySignature(head, writtenSignatures);
  if (signed !== undefined) return fromContent(signed);
  if (isLatePdf(head, name)) return fromContent('application/pdf');
  const cut = head.length < source.size;
  const encoding = encodingOf(head, cut);
  if (encoding !== undefined) return identifyText(head, encoding, cut, name);
  const type = (await binaryType(head, source, name)) ?? mailWithBinary(head);
  if (type !== undefined) return fromContent(type);
  const named = binaryTypeOfName(name);
  if (named === 'audio/mpeg' && hasMpegSound(head)) return fromContent(named);
  return named === undefined || named === UNKNOWN || RECOGNISED.has(named)
    ? { mediaType: UNKNOWN, mediaTypeFrom: 'nothing' }
    : { mediaType: named, mediaTypeFrom: 'name' };
}

/** The header of a message is text, even where an attachment stands in it as it is. */
function mailWithBinary(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, MAIL_HEADER_BYTES);
  const end = text.search(/\r?\n\r?\n/);
  const header = text.slice(0, end);
  return end === -1 || header.includes('\0') ? undefined : mailType({ text: header, cut: false });
}

const MAIL_HEADER_BYTES = 16 * 1024;

/** Readers of PDF look for its first words further on, too. In a file that is called otherwise they may be quoted. */
function isLatePdf(head: Buffer, name: string): boolean {
  return /\.pdf$/i.test(name) && /%PDF-\d/.test(head.toString('latin1', 0, PDF_BEGINS_WITHIN));
}

const PDF_BEGINS_WITHIN = 1024;

function fromContent(mediaType: string): Identified {
  return { mediaType, mediaTypeFrom: 'content' };
}

function identifyText(head: Buffer, encoding: Encoding, cut: boolean, name: string): Identified {
  const kind = textTypeOfName(name);
  const text = decode(head, encoding);
  const signed = typeBySignature(Buffer.from(text.slice(0, SIGNED_CHARACTERS)), writtenSignatures);
  const type = signed ?? writtenType({ text, cut, named: kind });
  if (type !== undefined) return fromContent(type);
  const named = kind === undefined ? 'text/plain' : knownTextType(kind);
  if (named === 'text/plain') return fromContent(named);
  if (isTableType(named) && sniffTable(text, cut) === undefined && !isRagged(text))
    return fromContent('text/plain');
  return { mediaType: named, mediaTypeFrom: 'name' };
}
