import { sameText, sameTime, within } from '../same.mjs';
import { field } from './field.mjs';
import { knownTime } from './known-time.mjs';

const pdf = field('pdf', 'pdfinfo', (theirs) => (told) => told && theirs(told), 'document');
/** pdfinfo writes six digits. */
const isPoints = within(0.01, 1e-5);
/** What both tools and we call by one name. */
const pdfText = (name, tag, key = name, same = sameText) =>
  pdf(
    name,
    undefined,
    (told) => told[tag],
    (document) => document[key],
    same,
  );

/** What is compared of PDF documents. */
export const pdfs = [
  pdf(
    'pages',
    99.8,
    ({ Pages }) => Number(Pages),
    (document) => document.pages,
  ),
  pdf(
    'title',
    99.8,
    ({ Title }) => Title,
    (document) => document.title,
    sameText,
  ),
  pdf(
    'author',
    undefined,
    ({ Author }) => Author,
    (document) => document.author,
    sameText,
  ),
  pdfText('subject', 'Subject'),
  pdfText('keywords', 'Keywords'),
  pdfText('creator', 'Creator', 'application'),
  pdfText('producer', 'Producer'),
  pdf(
    'created',
    99.8,
    ({ CreationDate }) => knownTime(CreationDate),
    (document) => document.created,
    sameTime,
  ),
  pdf(
    'modified',
    99.8,
    ({ ModDate }) => knownTime(ModDate),
    (document) => document.modified,
    sameTime,
  ),
  pdfText('version', 'PDF version', 'formatVersion'),
  pdfText('encrypted', 'Encrypted', 'encrypted', (ours, theirs) => ours === theirs.startsWith('yes')),
  pdfText('width', 'Page size', 'pageWidthPoints', (ours, theirs) => isPoints(ours, theirs.split(' ')[0])),
  pdfText('height', 'Page size', 'pageHeightPoints', (ours, theirs) => isPoints(ours, theirs.split(' ')[2])),
];
