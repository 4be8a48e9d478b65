import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Entry } from '../../../src/commands/command.ts';
import { entries } from '../../../src/commands/entries.ts';
import { strict } from '../../../src/local/realism.ts';

const root = new URL('../../../', import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, root), 'utf8');

it.each(entries.map((entry) => [entry.name, entry] as const))(
  'the README has one row about %s, with its parts',
  (name, entry) => {
    const rows = commandRows().filter((cell) => cell.split(/[` ]/)[1] === name);
    expect(rows.filter((cell) => !cell.includes('--'))).toHaveLength(1);
    for (const part of partsOf(entry)) expect(rows[0]).toContain(part);
  },
);

it.each(Object.entries(strict))(
  'the page about the embedded AWS has one row about %s, %s when strict',
  (name, value) => {
    const rows = textOf('src/local/README.md').split('\n');
    expect(rows.filter((row) => row.startsWith(`| \`${name}\` | ${value} |`))).toHaveLength(1);
  },
);

it.each(folders('src/'))('the layout in CONTRIBUTING names src/%s once', (folder) => {
  const lines = textOf('CONTRIBUTING.md').split('\n');
  expect(lines.filter((line) => line.startsWith(`    src/${folder}/ `))).toHaveLength(1);
});

/** The first cells of the tables of commands. */
function commandRows(): string[] {
  const section = textOf('README.md')
    .split(/^(?=## )/m)
    .find((it) => it.startsWith('## Commands'));
  const rows = (section ?? '').split('\n').filter((row) => row.startsWith('| `'));
  return rows.map((row) => row.split(/(?<!\\)\|/)[1]?.trim() ?? '');
}

function partsOf(entry: Entry): string[] {
  return 'entries' in entry ? entry.entries.map(({ name }) => name) : [];
}

function folders(path: string): string[] {
  return readdirSync(new URL(path, root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
