import { expect, it } from 'vitest';
import type { FileRecord, Tombstone } from '../../../handler/record.ts';
import { rowSections } from '../../../src/report/row-sections.ts';
import { sectionLines } from '../../../src/report/sections.ts';
import type { Channel } from '../../../src/report/terminal.ts';
import { sampleRecord } from '../../catalog/sample-record.ts';

const narrow: Channel = {
  write: async () => {},
  paint: (_, text) => text,
  isTerminal: true,
  columns: 50,
  stream: process.stdout,
};

const lines = (row: FileRecord | Tombstone) => sectionLines(narrow, rowSections(row));

it('shows what was found inside a file part by part in one column, fields it never heard of as well', () => {
  const details = {
    schema: 1 as const,
    mediaType: 'image/jpeg',
    mediaTypeFrom: 'content' as const,
    image: { widthPixels: 4032, hasAlpha: false },
    novelty: { depthPixels: 7, note: 'more words than fit into what is left of this line' },
  };
  expect(lines(sampleRecord('hill.jpg', { details })).slice(-8)).toEqual([
    '  media type     image/jpeg',
    'image',
    '  width          4,032 px',
    '  alpha          no',
    'novelty',
    '  depth          7 px',
    '  note           more words than fit into what is',
    '                 left of this line',
  ]);
});

it('says of a file that could not be understood why', () => {
  const row = sampleRecord('odd.pdf', { status: 'failed', reason: 'the xref table is cut off' });
  expect(lines(row).slice(-2)).toEqual([
    '  status         not understood by extractor 1',
    '  reason         the xref table is cut off',
  ]);
});

it('says of a file that is gone when it was removed', () => {
  const row: Tombstone = {
    filename: 'gone.txt',
    bucket: 'bucket',
    sequencer: '0',
    status: 'removed',
    removedTime: '2026-11-22T10:11:12.345',
    expiresAt: new Date('2026-12-22T10:11:12').getTime() / 1000,
  };
  expect(lines(row)).toEqual([
    '  status      removed on 2026-11-22 10:11:12.345',
    '  bucket      bucket',
    '  remembered  until 2026-12-22 10:11:12',
  ]);
});

it('makes visible what would play tricks on a terminal, and leaves out what is not there', () => {
  const details = {
    schema: 1 as const,
    mediaType: 'text/plain',
    mediaTypeFrom: 'name' as const,
    text: { title: 'a\u001b[31mb\u202e' },
  };
  const row = { ...sampleRecord('a'), details, camera: 'Leica' };
  expect(lines(row).slice(-4)).toEqual([
    '  camera         Leica',
    '  media type     text/plain, by its name',
    'text',
    '  title          a\\u001b[31mb\\u202e',
  ]);
});
