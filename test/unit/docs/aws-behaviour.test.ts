import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// The page names sources and tests; this keeps what it names in existence.

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/aws-behaviour.md', root), 'utf8');

interface Entry {
  readonly number: number;
  readonly title: string;
  readonly text: string;
}

/** The worst traps, which the page has to list whatever else it does. */
const WORST = 25;

const entries: Entry[] = page.split(/^(?=##+ )/m).flatMap((section) => {
  const [, number, title = ''] = /^### (\d+)\. (.+)\n/.exec(section) ?? [];
  return number === undefined ? [] : [{ number: Number(number), title, text: section }];
});

it('the page numbers its traps without a gap, the worst of them first', () => {
  const numbers = entries.map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  const worst = page.split(/^(?=## )/m).find((section) => section.startsWith('## The worst'));
  expect(worst?.match(/^### /gm)).toHaveLength(WORST);
});

describe('a trap', () => {
  it.each(entries)('$number, $title: says what filepipe does where, and which test proves it', ({ text }) => {
    expect(sourcesIn(text)).not.toEqual([]);
    expect(proofsIn(text)).not.toEqual([]);
  });

  it.each(entries)('$number, $title: names sources and tests that there are', ({ text }) => {
    expect([...sourcesIn(text), ...proofsIn(text).map(({ file }) => file)].filter(isMissing)).toEqual([]);
    const strangers = proofsIn(text).filter(({ file, title }) => !titlesIn(file).includes(title));
    expect(strangers).toEqual([]);
  });
});

it('every other link of the page leads somewhere', () => {
  const links = [...page.matchAll(/\]\(\.\.\/([^)#]+)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter(isMissing)).toEqual([]);
});

/** Files that are linked under their own name. */
function sourcesIn(text: string): string[] {
  return filesIn(text).filter((file) => !file.startsWith('test/'));
}

/** Tests by file and title: a file's link, and then titles in curly quotes up to the end of the item. */
function proofsIn(text: string): { readonly file: string; readonly title: string }[] {
  const items = text.split(/^- /m).filter((item) => item.startsWith('Proof:'));
  return items.flatMap((item) => {
    const [file = ''] = filesIn(item);
    const titles = [...item.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title.replaceAll(/\s+/g, ' '));
    return titles.map((title) => ({ file, title }));
  });
}

function filesIn(text: string): string[] {
  return [...text.matchAll(/\[`([^`]+)`\]\(\.\.\/([^)]+)\)/g)].flatMap(([, name, path = '']) =>
    name === path ? [path] : [`${name} is a link to ${path}`],
  );
}

function isMissing(path: string): boolean {
  return !existsSync(fileURLToPath(new URL(path, root)));
}

/** The titles of a file's tests that are not skipped, with the templates of those that are repeated. */
function titlesIn(file: string): string[] {
  if (isMissing(file)) return [];
  const source = readFileSync(new URL(file, root), 'utf8');
  const literal = /('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)/.source;
  const once = new RegExp(`\\b(?:it|test)\\(\\s*${literal},`, 'g');
  const repeated = new RegExp(
    `\\)\\(\\s*${literal},\\s*(?:\\{[^}]*\\},\\s*)?async|\\)\\(\\s*${literal},\\s*\\(`,
    'g',
  );
  return [...source.matchAll(once), ...source.matchAll(repeated)].map(([, one, other]) =>
    (one ?? other ?? '').slice(1, -1).replaceAll(/\\(.)/g, '$1'),
  );
}
