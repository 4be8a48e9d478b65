import type { Readers } from '../reader.ts';
import { readFlatOpenDocument } from './read-flat-opendocument.ts';
import { readOffice } from './read-office.ts';

/** Everything that is packed as a zip may come under its own type or as a mere zip: it is told apart on reading. */
const PACKED = [
  'application/epub+zip',
  'application/vnd.visio',
  ...['drawing', 'stencil', 'template'].map((kind) => `application/vnd.ms-visio.${kind}.main+xml`),
  'application/vnd.oasis.opendocument.text-master',
  'application/vnd.oasis.opendocument.text-web',
  'application/vnd.sun.xml.writer.global',
  'application/vnd.sun.xml.writer.web',
  ...[
    'word.document',
    'word.template',
    'excel.sheet',
    'excel.template',
    'excel.addin',
    'excel.sheet.binary',
  ].map((kind) => `application/vnd.ms-${kind}.macroEnabled.12`),
  ...['presentation', 'slideshow', 'template', 'addin'].map(
    (kind) => `application/vnd.ms-powerpoint.${kind}.macroEnabled.12`,
  ),
  ...[
    'wordprocessingml.document',
    'wordprocessingml.template',
    'spreadsheetml.sheet',
    'spreadsheetml.template',
    'presentationml.presentation',
    'presentationml.slideshow',
    'presentationml.template',
  ].map((kind) => `application/vnd.openxmlformats-officedocument.${kind}`),
  ...[
    'text',
    'spreadsheet',
    'presentation',
    'graphics',
    'drawing',
    'formula',
    'chart',
    'image',
    'database',
    'base',
  ].flatMap((kind) => [
    `application/vnd.oasis.opendocument.${kind}`,
    `application/vnd.oasis.opendocument.${kind}-template`,
  ]),
  ...['writer', 'calc', 'draw', 'impress', 'math', 'base'].flatMap((kind) => [
    `application/vnd.sun.xml.${kind}`,
    `application/vnd.sun.xml.${kind}.template`,
  ]),
];

/** Those of before 2007 may come as their container, which has several names. */
const OLE = [
  'application/encrypted',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-outlook',
  'application/vnd.ms-powerpoint',
  'application/vnd.ms-publisher',
  'application/vnd.ms-works',
  'application/x-cfb',
  'application/x-msi',
  'application/x-ole-storage',
];

const RTF = ['application/rtf', 'text/rtf'];

const FLAT = ['text', 'spreadsheet', 'presentation', 'graphics'].map(
  (kind) => `application/vnd.oasis.opendocument.${kind}-flat-xml`,
);

export const officeReaders: Readers = Object.fromEntries([
  ...[...PACKED, ...PACKED.map((mediaType) => mediaType.toLowerCase()), ...OLE, ...RTF].map((mediaType) => [
    mediaType,
    readOffice,
  ]),
  ...FLAT.map((mediaType) => [mediaType, readFlatOpenDocument]),
]);
