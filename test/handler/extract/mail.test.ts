import { expect, test } from 'vitest';
import { describeFile } from './describe-file.ts';
import { fixture, readAs } from './read-as.ts';

test.each([
  [
    'attached.eml',
    {
      subject: 'Grüße😀 and more',
      from: 'Jürgen Müller <juergen@example.org>',
      to: '"A, B" <ab@example.org>, c@example.org',
      date: '2001-01-02T03:04:05+05:30',
      messageId: '<1@example.org>',
      attachments: 2,
    },
  ],
  [
    'plain.eml',
    { subject: 'Café', from: 'a@example.org', date: '1999-02-03T04:05:00-05:00', attachments: 0 },
  ],
  ['three.mbox', { messages: 3 }],
  [
    'outlook.msg',
    {
      subject: 'Terms & conditions',
      from: 'Ivan Petrov <ivan@example.org>',
      to: 'Мария',
      date: '2010-11-12T13:14:15Z',
      messageId: '<2@example.org>',
      attachments: 2,
    },
  ],
])('%s is described', async (file, mail) => {
  const { status, details } = await describeFile(new URL(`files/mail/${file}`, import.meta.url).pathname);
  expect(status).toBe('described');
  expect(details?.mail).toEqual(mail);
});

test.each([
  ['Fri, 21 Nov 1997 09:55:06 -0600', '1997-11-21T09:55:06-06:00'],
  ['21 Nov 97 09:55 GMT', '1997-11-21T09:55:00Z'],
  ['Thu, 1 Jan 2015 23:59:60 +0000', '2015-01-01T23:59:60Z'],
  ['1 February 2003 04:05:06', '2003-02-01T04:05:06'],
  ['yesterday', undefined],
  ['32 Jan 2003 04:05:06', undefined],
])('the date %s is %s', async (written, date) => {
  const { mail } = await readAs('message/rfc822', Buffer.from(`Date: ${written}\nSubject: x\n\n`));
  expect(mail?.date).toBe(date);
});

test.each([
  ['=?utf-8?q?a_=3D_b?=', 'a = b'],
  ['=?big5?B?pKQ=?= =?big5?B?pOU=?=', '中文'],
  ['=?UTF-8*en?Q?=C3?= =?UTF-8*en?Q?=A9?=', 'é'],
  ['=?no-such-charset?Q?plain?=', 'plain'],
  ['=?utf-8?q?broken', '=?utf-8?q?broken'],
  ['1 =? 2 ?= 3', '1 =? 2 ?= 3'],
])('the subject %s reads %s', async (written, subject) => {
  const { mail } = await readAs('message/rfc822', Buffer.from(`Subject: ${written}\n\n`));
  expect(mail?.subject).toBe(subject);
});

test('the attachments of a large message are not counted', async () => {
  const message = Buffer.concat([fixture('mail/attached.eml'), Buffer.alloc(1024 * 1024, 'x')]);
  const { mail } = await readAs('message/rfc822', message);
  expect(mail?.messageId).toBe('<1@example.org>');
  expect(mail?.attachments).toBeUndefined();
});

test('the line that a mailbox puts before a message is no header of it', async () => {
  const message = `From a@example.org Sat Jan  3 01:05:34 1996\nSubject: first\nSubject: second\n\n`;
  const { mail } = await readAs('message/rfc822', Buffer.from(message));
  expect(mail).toEqual({ subject: 'first', attachments: 0 });
});
