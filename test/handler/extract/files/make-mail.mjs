// Makes the messages in mail/: `node make-mail.mjs`.
import { writeFileSync } from 'node:fs';
import { compoundFile, fileTime } from './compound-file.mjs';

const save = (name, bytes) => writeFileSync(new URL(`mail/${name}`, import.meta.url), bytes);
const lines = (...text) => `${text.join('\r\n')}\r\n`;

save(
  'attached.eml',
  lines(
    'Received: from a by b; Mon, 1 Jan 2001 00:00:00 +0000',
    'From: =?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <juergen@example.org>',
    'To: "A, B" <ab@example.org>,',
    '\tc@example.org',
    'Subject: =?iso-8859-1?Q?Gr=FC=DFe?= =?utf-8?B?8J+Y?=',
    ' =?utf-8?B?gA==?= and more',
    'Date: Tue, 02 Jan 2001 03:04:05 +0530 (IST)',
    'Message-ID: <1@example.org>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="outer"',
    '',
    '--outer',
    'Content-Type: multipart/alternative; boundary=inner',
    '',
    '--inner',
    'Content-Type: text/plain',
    '',
    'Hello',
    '--nothing',
    '--inner--',
    '--outer',
    'Content-Type: application/pdf; name="a.pdf"',
    'Content-Disposition: attachment; filename="a.pdf"',
    '',
    'JVBERi0=',
    '--outer',
    'Content-Type: image/png; name=logo.png',
    'Content-Disposition: inline',
    '',
    'iVBORw0=',
    '--outer',
    'Content-Type: text/csv;',
    ' name="b.csv"',
    '',
    'a,b',
    '--outer--',
  ),
);
save(
  'plain.eml',
  lines('From: a@example.org', 'Date: 3 Feb 99 04:05 EST', 'Subject: Café', '', 'Subject: not a header'),
);
const message = (subject) =>
  `From a@example.org Sat Jan  3 01:05:34 1996\nFrom: a@example.org\nSubject: ${subject}\n\nText\n>From here on\n\n`;
save('three.mbox', message('one') + message('two') + message('three'));

const text = (value) => Buffer.from(value, 'utf16le');
const submitted = Buffer.concat([
  Buffer.from([0x40, 0, 0x39, 0, 6, 0, 0, 0]),
  fileTime(new Date('2010-11-12T13:14:15Z')),
]);
const codePage = Buffer.from([3, 0, 0xfd, 0x3f, 6, 0, 0, 0, 0xe3, 4, 0, 0, 0, 0, 0, 0]);
save(
  'outlook.msg',
  compoundFile({
    '__properties_version1.0': Buffer.concat([Buffer.alloc(32), codePage, submitted]),
    '__substg1.0_0037001F': text('Terms & conditions'),
    '__substg1.0_0C1A001F': text('Ivan Petrov'),
    '__substg1.0_0C1F001F': text('ivan@example.org'),
    '__substg1.0_0E04001E': Buffer.from([0xcc, 0xe0, 0xf0, 0xe8, 0xff]),
    '__substg1.0_1035001F': text('<2@example.org>'),
    '__attach_version1.0_#00000000/__substg1.0_3707001F': text('a.pdf'),
    '__attach_version1.0_#00000001/__substg1.0_3707001F': text('b.pdf'),
  }),
);
