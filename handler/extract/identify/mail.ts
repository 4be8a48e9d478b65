import type { Written } from './written.ts';

const FIRST_FIELDS =
  /^(?:return-path|received|delivered-to|x-[\w-]{1,60}|message-id|from|to|date|subject|mime-version|reply-to|sender|content-type|dkim-signature|authentication-results|relay-version|newsgroups|path|xref):/i;
const FIELD = /^[A-Za-z][\w-]{0,76}:/;
const TELLING =
  /^(?:from|to|date|subject|message-id|received|mime-version|return-path|newsgroups|delivered-to):/i;
/** Of these, a message has more than one near its beginning. */
const LEAST_TELLING = 2;
const MAX_LINES = 200;
const MAX_CHARACTERS = 16 * 1024;
/** https://www.rfc-editor.org/rfc/rfc4155#appendix-A */
const SEPARATOR = /^From [^\s]{1,320}\s{1,4}[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d/;
/** A commit as git mails it, with a date that never changes. https://git-scm.com/docs/git-format-patch */
const PATCH = /^From [\da-f]{40} Mon Sep 17 00:00:00 2001/;

/** A message or a mailbox, by the shape of its header; a patch when its name says that the header belongs to one. */
export function mailType({ text, named }: Written): string | undefined {
  const lines = text.slice(0, MAX_CHARACTERS).split(/\r?\n/, MAX_LINES);
  if (PATCH.test(lines[0] ?? '')) return 'text/x-diff';
  if (SEPARATOR.test(lines[0] ?? '')) return isHeader(lines.slice(1)) ? 'application/mbox' : undefined;
  if (!FIRST_FIELDS.test(lines[0] ?? '') || !isHeader(lines)) return undefined;
  return named === 'text/x-diff' ? named : 'message/rfc822';
}

/** Fields, and lines that continue them, up to an empty line. */
function isHeader(lines: readonly string[]): boolean {
  const end = lines.indexOf('');
  const header = end === -1 ? lines : lines.slice(0, end);
  const telling = header.filter((line) => TELLING.test(line)).length;
  return telling >= LEAST_TELLING && header.every((line) => FIELD.test(line) || /^[ \t>]/.test(line));
}
