import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { DocumentDetails } from '../../../handler/extract/details.ts';
import { describeBytes, describeFile } from './describe-file.ts';
import { fixture, readAs } from './read-as.ts';

const OOXML = 'application/vnd.openxmlformats-officedocument';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';
const DATES = { created: '2021-03-04T05:06:07Z', modified: '2022-04-05T06:07:08Z' };
const SHELLEYS = {
  author: 'Mary Shelley',
  lastModifiedBy: 'Percy Shelley',
  application: 'LibreOffice/7.4',
  created: '2019-01-02T03:04:05.678',
  modified: '2019-02-03T04:05:06',
  formatVersion: '1.3',
};
const { application: _, ...people } = SHELLEYS;
const FLAT = { title: 'Flat', ...people, formatVersion: '1.2' };
const LOCKED = { encrypted: true, passwordNeeded: true };

const documents: readonly [file: string, mediaType: string, document: DocumentDetails | undefined][] = [
  [
    'report.docx',
    `${OOXML}.wordprocessingml.document`,
    {
      title: 'Größe & Maß',
      author: 'Ada Lovelace',
      subject: 'Engines',
      keywords: 'one, two',
      description: 'What it is about',
      lastModifiedBy: 'Charles Babbage',
      language: 'en-GB',
      ...DATES,
      application: 'Microsoft Office Word',
      company: 'Analytical Engines',
      pages: 3,
      words: 412,
      characters: 2349,
      paragraphs: 5,
    },
  ],
  ['two-summaries.docx', `${OOXML}.wordprocessingml.document`, { author: 'The author' }],
  ['macros.dotm', 'application/vnd.ms-word.template.macroEnabled.12', undefined],
  [
    'numbers.xlsx',
    `${OOXML}.spreadsheetml.sheet`,
    {
      author: 'Grace Hopper',
      ...DATES,
      application: 'Microsoft Excel',
      sheets: 2,
      sheetNames: ['Q1 <draft>', '合計'],
    },
  ],
  [
    'binary.xlsb',
    'application/vnd.ms-excel.sheet.binary.macroEnabled.12',
    { application: 'Microsoft Excel', sheets: 2, sheetNames: ['In', 'Aus & ein'] },
  ],
  [
    'talk.pptx',
    `${OOXML}.presentationml.presentation`,
    {
      title: 'A talk',
      author: 'Alan Turing',
      ...DATES,
      application: 'Microsoft Office PowerPoint',
      words: 7,
      slides: 2,
    },
  ],
  [
    'letter.odt',
    `${OPEN_DOCUMENT}.text`,
    {
      title: 'A letter',
      subject: 'Travel',
      keywords: 'ice, sea',
      description: 'From the ice',
      language: 'en',
      ...SHELLEYS,
      pages: 2,
      words: 321,
      characters: 1987,
      paragraphs: 9,
    },
  ],
  [
    'sums.ods',
    `${OPEN_DOCUMENT}.spreadsheet`,
    { ...SHELLEYS, sheets: 2, sheetNames: ['First & last', 'Second'] },
  ],
  ['show.odp', `${OPEN_DOCUMENT}.presentation`, { ...SHELLEYS, slides: 3 }],
  ['locked.odt', `${OPEN_DOCUMENT}.text`, LOCKED],
  [
    'first.sxw',
    'application/vnd.sun.xml.writer',
    { author: 'Ada', application: 'LibreOffice/7.4', formatVersion: '1.3' },
  ],
  ['flat.fodt', `${OPEN_DOCUMENT}.text-flat-xml`, { ...FLAT, pages: 2 }],
  ['flat.fods', `${OPEN_DOCUMENT}.spreadsheet-flat-xml`, { ...FLAT, sheets: 2, sheetNames: ['Ä', 'B'] }],
  ['flat.fodp', `${OPEN_DOCUMENT}.presentation-flat-xml`, { ...FLAT, slides: 1 }],
  [
    'novel.epub',
    'application/epub+zip',
    {
      title: 'Frankenstein',
      author: 'Mary Shelley, Percy Shelley',
      subject: 'Horror',
      publisher: 'Lackington',
      language: 'en',
      application: 'by hand',
      created: '1818-01-01',
      modified: '2020-01-01T00:00:00Z',
      formatVersion: '3.0',
    },
  ],
  [
    'old.doc',
    'application/msword',
    {
      title: 'Отчет',
      author: 'Lev',
      lastModifiedBy: 'Sofya',
      created: '2003-04-05T06:07:08Z',
      modified: '2004-05-06T07:08:09Z',
      pages: 12,
      words: 3456,
      characters: 20000,
      application: 'Microsoft Word 9.0',
      paragraphs: 77,
      company: 'Yasnaya',
    },
  ],
  ['locked.doc', 'application/msword', LOCKED],
  [
    'old.xls',
    'application/vnd.ms-excel',
    { author: 'Bob', created: '2003-04-05T06:07:08Z', sheets: 2, sheetNames: ['Résumé', 'Σύνολο'] },
  ],
  ['locked.xls', 'application/vnd.ms-excel', LOCKED],
  ['old.ppt', 'application/vnd.ms-powerpoint', { title: 'Übersicht', author: 'Eve', slides: 23 }],
  ['saved-twice.ppt', 'application/vnd.ms-powerpoint', { slides: 4 }],
  ['mac.ppt', 'application/vnd.ms-powerpoint', { keywords: 'mot clé' }],
  ['capitals.xls', 'application/vnd.ms-excel', { sheets: 1, sheetNames: ['One'] }],
  ['letter.wps', 'application/vnd.ms-works', undefined],
  ['locked.xlsm', 'application/vnd.ms-excel.sheet.macroEnabled.12', LOCKED],
  ['locked.xlsx', `${OOXML}.spreadsheetml.sheet`, LOCKED],
  ['setup.msi', 'application/x-msi', { title: 'Installation Database', subject: 'A tool' }],
  ['other.ole', 'application/x-ole-storage', undefined],
  [
    'letter.rtf',
    'text/rtf',
    {
      title: 'Café ☺ {menu}',
      author: 'Anna',
      subject: 'Food',
      keywords: 'tea, cake',
      description: 'first second',
      lastModifiedBy: 'Boris',
      company: 'Tea Ltd',
      application: 'Writer 1.0',
      created: '2001-02-03T04:05:00',
      modified: '2002-03-04T05:06:07',
      pages: 3,
      words: 120,
      characters: 690,
    },
  ],
];

test.each(documents)('%s is described', async (file, mediaType, document) => {
  const { status, details, usage } = await describeFile(
    new URL(`files/office/${file}`, import.meta.url).pathname,
  );
  expect(status).toBe('described');
  expect(details?.mediaType).toBe(mediaType);
  expect(details?.document).toEqual(document);
  expect(details?.archive).toBeUndefined();
  expect(usage.reads).toBe(1);
});

test('a document that is taken for a mere zip is told apart', async () => {
  const details = await readAs('application/zip', fixture('office/talk.pptx'));
  expect(details.mediaType).toBe(`${OOXML}.presentationml.presentation`);
  expect(details.document?.slides).toBe(2);
});

test('a document whose name says Word and whose bytes say RTF is read as RTF', async () => {
  const details = await readAs('application/msword', fixture('office/letter.rtf'));
  expect(details.mediaType).toBe('text/rtf');
  expect(details.document?.author).toBe('Anna');
});

test('a document of which only the name says that it is one fails', async () => {
  const read = readAs('application/msword', Buffer.from('Dear all,\n'), 'letter.doc', 'name');
  await expect(read).rejects.toThrow('it does not begin like an office document');
});

test('an encrypted document without a telling name is no more than encrypted', async () => {
  const details = await readAs('application/x-cfb', fixture('office/locked.xlsx'), 'attachment');
  expect(details.mediaType).toBe('application/encrypted');
});

test('a document with a damaged part keeps what stands in the others', async () => {
  const bytes = fixture('office/report.docx');
  // The first local header that names the part; what is packed follows it.
  const core = bytes.indexOf('docProps/core.xml') + 'docProps/core.xml'.length;
  bytes.fill(0xff, core, core + 20);
  const { status, details } = await describeBytes(bytes, 'report.docx');
  expect(status).toBe('described');
  expect(details?.document).toEqual({
    application: 'Microsoft Office Word',
    company: 'Analytical Engines',
    pages: 3,
    words: 412,
    characters: 2349,
    paragraphs: 5,
  });
});

test('a zip that is cut off fails, and keeps its type', async () => {
  const bytes = fixture('office/novel.epub');
  const { status, reason } = await describeBytes(bytes.subarray(0, bytes.length - 100), 'novel.epub');
  expect(status).toBe('failed');
  expect(reason).toContain('it has no central directory');
});

test('a compound file whose directory goes round in circles is read once round', async () => {
  const bytes = fixture('office/old.xls');
  const directory = bytes.readUInt32LE(48);
  // The table of sectors is the first sector: the directory now follows itself.
  bytes.writeUInt32LE(directory, 512 + directory * 4);
  const details = await readAs('application/x-cfb', bytes);
  expect(details.mediaType).toBe('application/vnd.ms-excel');
  expect(details.document?.author).toBe('Bob');
});

test('a compound file with sectors of an impossible size fails', async () => {
  const bytes = fixture('office/old.xls');
  bytes.writeUInt16LE(60, 30);
  await expect(readAs('application/x-cfb', bytes)).rejects.toThrow('its sectors have an impossible size');
});

test('a workbook without a container is read', async () => {
  const whole = fixture('office/old.xls');
  const workbook = whole.subarray(whole.indexOf(Buffer.from('09080800', 'hex')));
  const { document } = await readAs('application/vnd.ms-excel', workbook);
  expect(document).toEqual({ sheets: 2, sheetNames: ['Résumé', 'Σύνολο'] });
});

test('a workbook whose fonts and styles take much room is read to the names of its sheets', async () => {
  const whole = fixture('office/old.xls');
  const start = whole.indexOf(Buffer.from('09080800', 'hex'));
  const font = Buffer.alloc(8004);
  font.writeUInt16LE(0x31, 0);
  font.writeUInt16LE(8000, 2);
  const begin = whole.subarray(start, start + 12);
  const workbook = Buffer.concat([begin, ...Array(60).fill(font), whole.subarray(start + 12)]);
  const { document } = await readAs('application/vnd.ms-excel', workbook);
  expect(document).toEqual({ sheets: 2, sheetNames: ['Résumé', 'Σύνολο'] });
});

test('of a spreadsheet with more tables than anybody makes sheets, only their stated number is said', async () => {
  const mediaType = 'application/vnd.oasis.opendocument.spreadsheet';
  const bytes = zipSync({
    mimetype: [strToU8(mediaType), { level: 0 }],
    'meta.xml': strToU8('<meta><document-statistic table-count="3"/></meta>'),
    'content.xml': strToU8(`<c>${'<table:table table:name="x"/>'.repeat(200_000)}</c>`),
  });
  const { document } = await readAs(mediaType, Buffer.from(bytes));
  expect(document).toEqual({ sheets: 3 });
});

test('of a document older than all containers no more than the type is said', async () => {
  const { mediaType, document } = await readAs('application/msword', Buffer.from('dba52d000000', 'hex'));
  expect(mediaType).toBe('application/msword');
  expect(document).toBeUndefined();
});
