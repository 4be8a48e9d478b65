import { assignFound } from '../../assign-found.ts';
import { readMsg } from '../../mail/read-msg.ts';
import type { Draft, Reader } from '../../reader.ts';
import { type CompoundFile, openCompoundFile } from './compound-file.ts';
import { describeWord } from './describe-word.ts';
import { describeWorkbook, MAX_WORKBOOK } from './describe-workbook.ts';
import { markLocked } from './mark-locked.ts';
import { oleTypeOf } from './ole-types.ts';
import { type PropertySet, propertySet } from './property-set.ts';

const SUMMARY = '\x05SummaryInformation';
const DOCUMENT_SUMMARY = '\x05DocumentSummaryInformation';
/** The name that Office gives to what it encrypts: a file of 2007 or later. */
const ENCRYPTED_PACKAGE = 'EncryptedPackage';

/** Reads what Office wrote before 2007, and others that are packed as it was: says what they are, and of documents whose. */
export const readOle: Reader = async ({ source, name }, draft) => {
  const file = await openCompoundFile(source);
  if (file.paths.has(ENCRYPTED_PACKAGE)) {
    draft.mediaType = encryptedTypeOf(name);
    draft.document = { encrypted: true, passwordNeeded: true };
    return;
  }
  const mediaType = oleTypeOf(file);
  draft.mediaType = mediaType ?? 'application/x-ole-storage';
  if (mediaType === 'application/vnd.ms-outlook') return readMsg(file, draft);
  const document: NonNullable<Draft['document']> = {};
  draft.document = document;
  assignFound(document, summaryFields(propertySet(await file.stream(SUMMARY))));
  assignFound(document, documentSummaryFields(propertySet(await file.stream(DOCUMENT_SUMMARY))));
  await insideOf[mediaType ?? '']?.(file, document);
};

/** Which program it belongs to is encrypted, too; only its name tells. */
function encryptedTypeOf(name: string): string {
  const ending = /\.(docx|xlsx|pptx)$/iu.exec(name)?.[1]?.toLowerCase();
  const kind = {
    docx: 'wordprocessingml.document',
    xlsx: 'spreadsheetml.sheet',
    pptx: 'presentationml.presentation',
  }[ending ?? ''];
  return kind === undefined
    ? 'application/encrypted'
    : `application/vnd.openxmlformats-officedocument.${kind}`;
}

function summaryFields(properties: PropertySet) {
  const { text, count } = typed(properties);
  return {
    title: text(2),
    subject: text(3),
    author: text(4),
    keywords: text(5),
    description: text(6),
    lastModifiedBy: text(8),
    created: text(12),
    modified: text(13),
    pages: count(14),
    words: count(15),
    characters: count(16),
    application: text(18),
  };
}

function documentSummaryFields(properties: PropertySet) {
  const { text, count } = typed(properties);
  return { paragraphs: count(6), slides: count(7), company: text(15), language: text(28) };
}

function typed(properties: PropertySet) {
  const text = (id: number) => {
    const value = properties.get(id);
    return typeof value === 'string' ? value.trim() || undefined : undefined;
  };
  const count = (id: number) => {
    const value = properties.get(id);
    return typeof value === 'number' && value >= 0 ? value : undefined;
  };
  return { text, count };
}

type Inside = (file: CompoundFile, document: NonNullable<Draft['document']>) => Promise<void>;

const insideOf: Readonly<Record<string, Inside>> = {
  'application/msword': describeWord,
  'application/vnd.ms-excel': async (file, document) => {
    const stream = await file.stream(file.paths.has('Workbook') ? 'Workbook' : 'Book', MAX_WORKBOOK);
    describeWorkbook(stream ?? Buffer.alloc(0), document);
  },
  'application/vnd.ms-powerpoint': async (file, document) => {
    const user = await file.stream('Current User', 16);
    if (user?.length === 16 && user.readUInt32LE(12) === POWERPOINT_ENCRYPTED) markLocked(document);
  },
};

/** https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-ppt */
const POWERPOINT_ENCRYPTED = 0xf3d1c4df;
