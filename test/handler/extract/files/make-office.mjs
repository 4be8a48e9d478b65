// Makes the documents in office/: `node make-office.mjs`.
import { writeFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { compoundFile, propertySet } from './compound-file.mjs';

const save = (name, bytes) => writeFileSync(new URL(`office/${name}`, import.meta.url), bytes);
const xml = (text) => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`);
/** Parts that are stored, because formats want it or because they are not text. */
const stored = (text) => [strToU8(text), { level: 0 }];
const zip = (parts) => zipSync(parts, { mtime: '2020-01-01T00:00:00Z' });

const PACKAGE = 'application/vnd.openxmlformats-package';
const OFFICE = 'application/vnd.openxmlformats-officedocument';

function contentTypes(overrides, defaults = '') {
  const parts = Object.entries({
    'docProps/core.xml': `${PACKAGE}.core-properties+xml`,
    'docProps/app.xml': `${OFFICE}.extended-properties+xml`,
    ...overrides,
  });
  const tags = parts.map(([name, type]) => `<Override PartName="/${name}" ContentType="${type}"/>`).join('');
  return xml(
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>${defaults}${tags}</Types>`,
  );
}

function core(fields) {
  return xml(
    `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${fields}</cp:coreProperties>`,
  );
}

function app(fields) {
  return xml(
    `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">${fields}</Properties>`,
  );
}

const dates =
  '<dcterms:created xsi:type="dcterms:W3CDTF">2021-03-04T05:06:07Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">2022-04-05T06:07:08Z</dcterms:modified>';

save(
  'report.docx',
  zip({
    '[Content_Types].xml': contentTypes({
      'word/document.xml': `${OFFICE}.wordprocessingml.document.main+xml`,
    }),
    'word/document.xml': xml('<w:document xmlns:w="w"/>'),
    'docProps/core.xml': core(
      `<dc:title>Größe &amp; Maß</dc:title><dc:creator>Ada Lovelace</dc:creator><dc:subject>Engines</dc:subject><cp:keywords>one, two</cp:keywords><dc:description>What it is\nabout</dc:description><cp:lastModifiedBy>Charles Babbage</cp:lastModifiedBy><dc:language>en-GB</dc:language>${dates}`,
    ),
    'docProps/app.xml': app(
      '<Application>Microsoft Office Word</Application><Pages>3</Pages><Words>412</Words><Characters>2349</Characters><Paragraphs>5</Paragraphs><Company>Analytical Engines</Company>',
    ),
  }),
);

save(
  'macros.dotm',
  zip({
    '[Content_Types].xml': contentTypes({
      'word/document.xml': 'application/vnd.ms-word.template.macroEnabledTemplate.main+xml',
    }),
    'word/document.xml': xml('<w:document xmlns:w="w"/>'),
  }),
);

save(
  'numbers.xlsx',
  zip({
    '[Content_Types].xml': contentTypes({ 'xl/workbook.xml': `${OFFICE}.spreadsheetml.sheet.main+xml` }),
    'xl/workbook.xml': xml(
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r"><sheets><sheet name="Q1 &lt;draft&gt;" sheetId="1" r:id="rId1"/><sheet name="合計" sheetId="2" r:id="rId2"/></sheets></workbook>',
    ),
    'docProps/core.xml': core(`<dc:creator>Grace Hopper</dc:creator>${dates}`),
    'docProps/app.xml': app('<Application>Microsoft Excel</Application>'),
  }),
);

/** Numbers of records from 128 on take two bytes. */
const binaryRecord = (type, data) =>
  Buffer.concat([Buffer.from([(type & 0x7f) | 0x80, type >> 7, data.length]), data]);
const wide = (text) => Buffer.concat([Buffer.from(Uint32Array.of(text.length).buffer), Buffer.from(text, 'utf16le')]);

save(
  'binary.xlsb',
  zip({
    '[Content_Types].xml': contentTypes(
      {},
      '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>',
    ),
    'xl/workbook.bin': Buffer.concat([
      binaryRecord(131, Buffer.alloc(0)),
      binaryRecord(143, Buffer.alloc(0)),
      binaryRecord(156, Buffer.concat([Buffer.alloc(8), wide('rId1'), wide('In')])),
      binaryRecord(156, Buffer.concat([Buffer.alloc(8), wide('rId2'), wide('Aus & ein')])),
      binaryRecord(144, Buffer.alloc(0)),
    ]),
    'xl/worksheets/sheet1.bin': new Uint8Array(16),
    'xl/worksheets/binaryIndex1.bin': new Uint8Array(16),
    'xl/worksheets/sheet2.bin': new Uint8Array(16),
    'docProps/app.xml': app(
      '<Application>Microsoft Excel</Application><HeadingPairs><vt:vector size="4" baseType="variant"><vt:variant><vt:lpstr>Arbeitsblätter</vt:lpstr></vt:variant><vt:variant><vt:i4>2</vt:i4></vt:variant><vt:variant><vt:lpstr>Named Ranges</vt:lpstr></vt:variant><vt:variant><vt:i4>1</vt:i4></vt:variant></vt:vector></HeadingPairs><TitlesOfParts><vt:vector size="3" baseType="lpstr"><vt:lpstr>In</vt:lpstr><vt:lpstr>Out</vt:lpstr><vt:lpstr>Rate</vt:lpstr></vt:vector></TitlesOfParts>',
    ),
  }),
);

save(
  'two-summaries.docx',
  zip({
    '[Content_Types].xml': xml(
      `<Types><Override PartName="/docProps/core0.xml" ContentType="${PACKAGE}.core-properties+xml"/><Override PartName="/docProps/core.xml" ContentType="${PACKAGE}.core-properties+xml"/><Override PartName="/word/document.xml" ContentType="${OFFICE}.wordprocessingml.document.main+xml"/></Types>`,
    ),
    'word/document.xml': xml('<w:document xmlns:w="w"/>'),
    'docProps/core0.xml': core('<dc:creator>An old one</dc:creator>'),
    'docProps/core.xml': core(`<dc:creator>The author</dc:creator><dcterms:created>yesterday</dcterms:created>`),
  }),
);

const slide = `${OFFICE}.presentationml.slide+xml`;
save(
  'talk.pptx',
  zip({
    '[Content_Types].xml': contentTypes({
      'ppt/presentation.xml': `${OFFICE}.presentationml.presentation.main+xml`,
      'ppt/slides/slide1.xml': slide,
      'ppt/slides/slide2.xml': slide,
    }),
    'ppt/presentation.xml': xml('<p:presentation xmlns:p="p"/>'),
    'ppt/slides/slide1.xml': xml('<p:sld xmlns:p="p"/>'),
    'ppt/slides/slide2.xml': xml('<p:sld xmlns:p="p"/>'),
    'docProps/core.xml': core(`<dc:title>A talk</dc:title><dc:creator>Alan Turing</dc:creator>${dates}`),
    'docProps/app.xml': app(
      '<Application>Microsoft Office PowerPoint</Application><Slides>2</Slides><Words>7</Words>',
    ),
  }),
);

const meta = (fields, statistics = '') =>
  xml(
    `<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta><meta:generator>LibreOffice/7.4</meta:generator>${fields}${statistics}</office:meta></office:document-meta>`,
  );
const people =
  '<meta:initial-creator>Mary Shelley</meta:initial-creator><dc:creator>Percy Shelley</dc:creator><meta:creation-date>2019-01-02T03:04:05.678</meta:creation-date><dc:date>2019-02-03T04:05:06</dc:date>';

save(
  'letter.odt',
  zip({
    mimetype: stored('application/vnd.oasis.opendocument.text'),
    'meta.xml': meta(
      `<dc:title>A letter</dc:title><dc:subject>Travel</dc:subject><dc:description>From the ice</dc:description><meta:keyword>ice</meta:keyword><meta:keyword>sea</meta:keyword><dc:language>en</dc:language>${people}`,
      '<meta:document-statistic meta:table-count="1" meta:page-count="2" meta:paragraph-count="9" meta:word-count="321" meta:character-count="1987"/>',
    ),
    'content.xml': xml('<office:document-content xmlns:office="o"/>'),
  }),
);
save(
  'sums.ods',
  zip({
    mimetype: stored('application/vnd.oasis.opendocument.spreadsheet'),
    'meta.xml': meta(people, '<meta:document-statistic meta:table-count="2" meta:cell-count="4"/>'),
    'content.xml': xml(
      '<office:document-content xmlns:office="o" xmlns:table="t"><table:table table:name="First &amp; last" table:style-name="ta1"><table:table-row><table:table table:name="inner" table:is-sub-table="true"/></table:table-row></table:table><table:table table:style-name="ta1" table:name="Second"/><table:table table:name="\'file:///other.ods\'#One"/></office:document-content>',
    ),
  }),
);
save(
  'show.odp',
  zip({
    mimetype: stored('application/vnd.oasis.opendocument.presentation'),
    'meta.xml': meta(people),
    'content.xml': xml(
      '<office:document-content xmlns:office="o" xmlns:draw="d"><draw:page draw:name="page1"/><draw:page draw:name="page2"/><draw:page-thumbnail/><draw:page draw:name="page3"/></office:document-content>',
    ),
  }),
);
save(
  'locked.odt',
  zip({
    mimetype: stored('application/vnd.oasis.opendocument.text'),
    'meta.xml': stored('\u0003\u0001not xml'),
    'META-INF/manifest.xml': xml(
      '<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="meta.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
    ),
  }),
);
save(
  'first.sxw',
  zip({
    'content.xml': xml('<office:document-content xmlns:office="o"/>'),
    'meta.xml': meta('<meta:initial-creator>Ada</meta:initial-creator>'),
    'META-INF/manifest.xml': xml(
      '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:media-type="application/vnd.sun.xml.writer" manifest:full-path="/"/><manifest:file-entry manifest:media-type="text/xml" manifest:full-path="meta.xml"/></manifest:manifest>',
    ),
  }),
);

/** One XML file, of which the body has names that metadata have, too. */
const flat = (kind, body, statistics) =>
  xml(
    `<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.${kind}"><office:meta><dc:title>Flat</dc:title>${people}${statistics}</office:meta><office:body>${body}</office:body></office:document>`,
  );
save(
  'flat.fodt',
  flat('text', '<text:title>Another</text:title>', '<meta:document-statistic meta:table-count="1" meta:page-count="2"/>'),
);
save('flat.fods', flat('spreadsheet', '<table:table table:name="Ä"/><table:table table:name="B"/>', ''));
save('flat.fodp', flat('presentation', '<draw:page draw:name="1"/>', ''));

save(
  'novel.epub',
  zip({
    mimetype: stored('application/epub+zip'),
    'META-INF/container.xml': xml(
      '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    ),
    'OEBPS/book.opf': xml(
      '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Frankenstein</dc:title><dc:creator>Mary Shelley</dc:creator><dc:creator>Percy Shelley</dc:creator><dc:publisher>Lackington</dc:publisher><dc:language>en</dc:language><dc:subject>Horror</dc:subject><dc:date event="creation">0101-01-01T00:00:00+00:00</dc:date><dc:date>1818-01-01</dc:date><meta property="dcterms:modified">2020-01-01T00:00:00Z</meta><meta name="generator" content="by hand"/></metadata></package>',
    ),
  }),
);

const created = new Date('2003-04-05T06:07:08Z');
const modified = new Date('2004-05-06T07:08:09Z');
const cyrillic = (text) => Buffer.from([...text].map((letter) => letter.charCodeAt(0) - 0x350));
save(
  'old.doc',
  compoundFile(
    {
      WordDocument: Buffer.concat([Buffer.from([0xec, 0xa5, 0xc1, 0]), Buffer.alloc(5000)]),
      '\u0005SummaryInformation': propertySet('summary', 1251, {
        2: cyrillic('Отчёт'.replace('ё', 'е')),
        4: Buffer.from('Lev'),
        8: Buffer.from('Sofya'),
        12: created,
        13: modified,
        14: 12,
        15: 3456,
        16: 20000,
        18: Buffer.from('Microsoft Word 9.0'),
      }),
      '\u0005DocumentSummaryInformation': propertySet('documentSummary', 1252, {
        6: 77,
        15: Buffer.from('Yasnaya'),
      }),
    },
    '0609020000000000c000000000000046',
  ),
);
save(
  'locked.doc',
  compoundFile({ WordDocument: Buffer.concat([Buffer.alloc(10), Buffer.from([0, 1]), Buffer.alloc(100)]) }),
);

const record = (type, data) => Buffer.concat([Buffer.from(Uint16Array.of(type, data.length).buffer), data]);
const sheet = (kind, name, isWide) =>
  record(
    0x85,
    Buffer.concat([
      Buffer.from([0, 0, 0, 0, 0, kind, name.length, isWide ? 1 : 0]),
      Buffer.from(name, isWide ? 'utf16le' : 'latin1'),
    ]),
  );
const begin = record(0x809, Buffer.from([0, 6, 5, 0, 0, 0, 0, 0]));
save(
  'old.xls',
  compoundFile({
    Workbook: Buffer.concat([
      begin,
      sheet(0, 'Résumé', false),
      sheet(6, 'Module1', false),
      sheet(0, 'Σύνολο', true),
      record(0x0a, Buffer.alloc(0)),
      Buffer.alloc(100),
    ]),
    '\u0005SummaryInformation': propertySet('summary', 1252, { 4: Buffer.from('Bob'), 12: created }),
  }),
);
save(
  'locked.xls',
  compoundFile({
    Workbook: Buffer.concat([begin, record(0x2f, Buffer.alloc(54)), sheet(0, 'secret', false)]),
  }),
);
save(
  'old.ppt',
  compoundFile({
    'PowerPoint Document': Buffer.alloc(5000),
    'Current User': Buffer.from('0000f60f14000000140000005fc091e3', 'hex'),
    '\u0005SummaryInformation': propertySet('summary', 65001, {
      2: Buffer.from('Übersicht'),
      4: Buffer.from('Eve'),
    }),
    '\u0005DocumentSummaryInformation': propertySet('documentSummary', 1252, { 7: 23 }),
  }),
);
const slideRecord = (type, instance, data) => {
  const head = Buffer.alloc(8);
  head.writeUInt16LE((instance << 4) | 15, 0);
  head.writeUInt16LE(type, 2);
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data]);
};
/** A list of masters, and one of so many slides. */
const slidesOf = (count) =>
  slideRecord(
    0x3e8,
    0,
    Buffer.concat([
      slideRecord(0xff0, 1, slideRecord(0x3f3, 0, Buffer.alloc(20))),
      slideRecord(0xff0, 0, Buffer.concat(Array(count).fill(slideRecord(0x3f3, 0, Buffer.alloc(20))))),
    ]),
  );
/** A list of where object 1 lies, and an edit, before which another one stands. */
const saving = (start, document, previousEdit) => [
  slideRecord(0x1772, 0, Buffer.from(Uint32Array.of((1 << 20) | 1, document).buffer)),
  slideRecord(0xff5, 0, Buffer.from(Uint32Array.of(256, 0, previousEdit, start, 1, 2, 0).buffer)),
];
const [old, added] = [slidesOf(1), slidesOf(4)];
const firstSaving = saving(old.length, 0, 0);
const firstEdit = old.length + firstSaving[0].length;
const newStart = firstEdit + firstSaving[1].length;
const secondSaving = saving(newStart + added.length, newStart, firstEdit);
const lastEdit = newStart + added.length + secondSaving[0].length;
const savedBy = Buffer.from('0000f60f14000000140000005fc091e300000000', 'hex');
savedBy.writeUInt32LE(lastEdit, 16);
save(
  'saved-twice.ppt',
  compoundFile({
    'PowerPoint Document': Buffer.concat([old, ...firstSaving, added, ...secondSaving, Buffer.alloc(4096)]),
    'Current User': savedBy,
    '\u0005DocumentSummaryInformation': propertySet('documentSummary', 1252, { 7: 1 }),
  }),
);
save(
  'mac.ppt',
  compoundFile({
    PP40: Buffer.alloc(64),
    '\u0005SummaryInformation': propertySet('summary', undefined, { 5: Buffer.from('mot clé'.replace('é', '\x8e'), 'latin1') }),
  }),
);
save('capitals.xls', compoundFile({ WORKBOOK: Buffer.concat([begin, sheet(0, 'One', false), record(0x0a, Buffer.alloc(0))]) }));
save('letter.wps', compoundFile({ CONTENTS: Buffer.alloc(64) }, 'b25aa40e0a9ed111a40700c04fb932ba'));
save('locked.xlsm', compoundFile({ EncryptionInfo: Buffer.alloc(64), EncryptedPackage: Buffer.alloc(64) }));
save('locked.xlsx', compoundFile({ EncryptionInfo: Buffer.alloc(64), EncryptedPackage: Buffer.alloc(5000) }));
save(
  'setup.msi',
  compoundFile(
    {
      '\u0005SummaryInformation': propertySet('summary', 1252, {
        2: Buffer.from('Installation Database'),
        3: Buffer.from('A tool'),
      }),
    },
    '84100c0000000000c000000000000046',
  ),
);
save('other.ole', compoundFile({ Contents: Buffer.alloc(64) }));

save(
  'letter.rtf',
  String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}{\*\generator Writer 1.0;}
{\info{\title Caf\'e9 \u9786? \{menu\}}{\author Anna}{\operator Boris}{\subject Food}{\keywords tea, cake}{\doccomm first\line second}{\*\company Tea Ltd}{\creatim\yr2001\mo2\dy3\hr4\min5}{\revtim\yr2002\mo3\dy4\hr5\min6\sec7}{\nofpages3}{\nofwords120}{\nofchars690}}
\pard Hello.\par}`,
);
