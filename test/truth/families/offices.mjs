import { sameText, sameTime } from '../same.mjs';
import { exiftoolField, tagOf } from './exiftool.mjs';
import { field } from './field.mjs';
import { knownTime } from './known-time.mjs';

const office = exiftoolField(
  'office',
  /officedocument|opendocument|msword|ms-(excel|powerpoint|word)|epub|rtf/,
  'document',
);
const officeValue = (name, tags, key = name, same = sameText) =>
  office(
    name,
    undefined,
    (told) => tags.map((tag) => tagOf(told, tag)).find((value) => value !== undefined),
    (document) => document[key],
    same,
  );
/** A list of no slides is that of a draft, whose summary is all there is. */
const listed = field(
  'office',
  'unzip -p',
  (theirs) => (told) => (told && theirs(told)) || undefined,
  'document',
);

/** What is compared of office documents and electronic books. */
export const offices = [
  office(
    'author',
    99,
    (told) => tagOf(told, 'Initial-creator') ?? tagOf(told, 'Creator') ?? tagOf(told, 'Author'),
    (document) => document.author,
    sameText,
  ),
  office(
    'title',
    99,
    (told) => tagOf(told, 'Title'),
    (document) => document.title,
    sameText,
  ),
  office(
    'pages',
    99,
    (told) => tagOf(told, 'Pages') ?? tagOf(told, 'Document-statisticPage-count'),
    (document) => document.pages,
  ),
  office(
    'slides',
    99,
    (told) => tagOf(told, 'Slides'),
    (document) => document.slides,
  ),
  listed(
    'slides listed',
    99,
    ({ slides }) => slides,
    (document) => document.slides,
  ),
  listed(
    'sheets listed',
    99,
    ({ sheets }) => sheets,
    (document) => document.sheets,
  ),
  officeValue('subject', ['Subject']),
  officeValue('keywords', ['Keywords', 'Keyword']),
  officeValue('last author', ['LastModifiedBy'], 'lastModifiedBy'),
  office(
    'created',
    99,
    (told) => knownTime(tagOf(told, 'CreateDate'), tagOf(told, 'Creation-date')),
    (document) => document.created,
    sameTime,
  ),
  office(
    'modified',
    99,
    (told) => knownTime(tagOf(told, 'ModifyDate'), told['XMP:Date']),
    (document) => document.modified,
    sameTime,
  ),
  officeValue('words', ['Words', 'Document-statisticWord-count'], 'words', Object.is),
];
