import type { DocumentDetails } from '../details.ts';
import { type Dictionary, isDictionary } from './objects.ts';
import { dateFrom } from './pdf-date.ts';
import type { PdfObjects } from './pdf-objects.ts';
import { textOf } from './text-string.ts';

const TEXTS = {
  title: 'Title',
  author: 'Author',
  subject: 'Subject',
  keywords: 'Keywords',
  application: 'Creator',
  producer: 'Producer',
} as const;

const DATES = { created: 'CreationDate', modified: 'ModDate' } as const;

/** What the document information dictionary says; nothing when the trailer names none. */
export async function documentInfo(objects: PdfObjects, trailer: Dictionary): Promise<DocumentDetails> {
  const info = await objects.resolve(trailer.get('Info'));
  if (!isDictionary(info)) return {};
  const found: [string, string][] = [];
  for (const [field, key] of Object.entries(TEXTS)) {
    const text = textOf(await objects.resolve(info.get(key)))?.trim();
    if (text) found.push([field, text]);
  }
  for (const [field, key] of Object.entries(DATES)) {
    const date = dateFrom(textOf(await objects.resolve(info.get(key))) ?? '');
    if (date !== undefined) found.push([field, date]);
  }
  return Object.fromEntries(found);
}
