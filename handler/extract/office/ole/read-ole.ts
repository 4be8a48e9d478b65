import { assignFound } from '../../assign-found.ts';
import { readMsg } from '../../mail/read-msg.ts';
import type { Draft, Reader } from '../../reader.ts';
import { type CompoundFile, openCompoundFile } from './compound-file.ts';
import { describePresentation } from './describe-presentation.ts';
import { describeWord } from './describe-word.ts';
import { describeWorkbook } from './describe-workbook.ts';
import { oleTypeOf } from './ole-types.ts';
import { type PropertySet, propertySet } from './property-set.ts';

const SUMMARY = '\x05SummaryInformation';
const DOCUMENT_SUMMARY = '\x05DocumentSummaryInformation';
/** The name that Office gives to what it encrypts: a file of 2007 or later. */
const ENCRYPTED_PACKAGE = 'EncryptedPackage';

/** Reads what Office wrote before 2007, and others that are packed as it was: says what they are, and of documents whose. */
export const readOle: Reader = async ({ source, name }, draft) => {
  const file = await openCompoundFile(source);
  if (file.has(ENCRYPTED_PACKAGE)) {
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
  const ending = /\.([a-z]{4})$/iu.exec(name)?.[1]?.toLowerCase() ?? '';
  return ENDINGS.get(ending) ?? 'application/encrypted';
}

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const ENDINGS: ReadonlyMap<string, string> = new Map([
  ['docx', `${OPEN_XML}.wordprocessingml.document`],
  ['xlsx', `${OPEN_XML}.spreadsheetml.sheet`],
  ['pptx', `${OPEN_XML}.presentationml.presentation`],
  ['docm', 'application/vnd.ms-word.document.macroEnabled.12'],
  ['xlsm', 'application/vnd.ms-excel.sheet.macroEnabled.12'],
  ['xlsb', 'application/vnd.ms-excel.sheet.binary.macroEnabled.12'],
  ['pptm', 'application/vnd.ms-powerpoint.presentation.macroEnabled.12'],
]);

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
    const name = file.has('Workbook') ? 'Workbook' : 'Book';
    await describeWorkbook(async (most) => (await file.stream(name, most)) ?? Buffer.alloc(0), document);
  },
  'application/vnd.ms-powerpoint': describePresentation,
};
