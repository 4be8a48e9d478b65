import { assignFound } from '../../assign-found.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { type RtfGroup, rtfGroups } from './rtf-groups.ts';

/** The group of information stands before the text, but behind the tables of fonts and styles. */
const MAX_HEAD = 128 * 1024;
const WESTERN = 1252;

/** Reads what a file in the Rich Text Format says of itself. */
export const readRtf: Reader = async ({ source }, draft) => {
  const head = (await source.read(0, MAX_HEAD)).toString('latin1');
  if (!head.startsWith('{\\rtf')) throw new UnreadableError('it does not begin as RTF does');
  draft.mediaType = 'text/rtf';
  const document: NonNullable<typeof draft.document> = {};
  draft.document = document;
  const codePage = Number(/\\ansicpg(\d{1,5})/u.exec(head.slice(0, 4096))?.[1] ?? WESTERN);
  const start = head.indexOf('{\\info');
  const groups = start < 0 ? [] : rtfGroups(head.slice(start), codePage);
  const group = (name: string) => groups.find((each) => each.name === name);
  const text = (name: string) => group(name)?.text || undefined;
  const count = (name: string) => group(name)?.value;
  assignFound(document, {
    title: text('title'),
    author: text('author'),
    subject: text('subject'),
    keywords: text('keywords'),
    description: text('doccomm') ?? text('comment'),
    lastModifiedBy: text('operator'),
    company: text('company'),
    application: generatorIn(head),
    created: dateOf(group('creatim')),
    modified: dateOf(group('revtim')),
    pages: count('nofpages'),
    words: count('nofwords'),
    characters: count('nofchars'),
  });
};

function generatorIn(head: string): string | undefined {
  return /\{\\\*\\generator ([^;{}\\]{1,200})/u.exec(head)?.[1]?.trim();
}

/** Local time, in words of its own for year, month and so on. */
function dateOf(group: RtfGroup | undefined): string | undefined {
  const part = (name: string) => String(group?.numbers.get(name) ?? 0).padStart(2, '0');
  const year = group?.numbers.get('yr');
  if (year === undefined || year < 1000 || year > 9999 || part('mo') === '00' || part('dy') === '00')
    return undefined;
  return `${year}-${part('mo')}-${part('dy')}T${part('hr')}:${part('min')}:${part('sec')}`;
}
