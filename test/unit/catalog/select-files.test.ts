import { describe, expect, test } from 'vitest';
import type { Details } from '../../../handler/extract/details.ts';
import type { FileRecord } from '../../../handler/record.ts';
import { type Selection, selectFiles } from '../../../src/catalog/select-files.ts';
import { sampleRecord, streamOf } from '../../catalog/sample-record.ts';

function pdf(filename: string, pages?: number, values: Partial<FileRecord> = {}): FileRecord {
  const document = pages === undefined ? {} : { document: { pages, title: `T${pages}` } };
  const details: Details = { schema: 1, mediaType: 'application/pdf', mediaTypeFrom: 'content', ...document };
  return sampleRecord(filename, { details, etag: filename, ...values });
}

async function selected(files: readonly FileRecord[], selection: Partial<Selection>): Promise<string> {
  const names: string[] = [];
  for await (const { filename } of selectFiles(streamOf(files), { duplicates: false, ...selection }))
    names.push(filename);
  return names.join(' ');
}

describe('files sorted', () => {
  const files = [pdf('a', 9), pdf('none'), pdf('b', 100), pdf('c', 20), pdf('d', 100)];

  test.each([
    [{ field: 'document.pages', reverse: false }, undefined, 'b d c a none'],
    [{ field: 'document.pages', reverse: true }, undefined, 'a c b d none'],
    [{ field: 'document.pages', reverse: false }, 2, 'b d'],
    [{ field: 'filename', reverse: false }, undefined, 'a b c d none'],
    [{ field: 'document.title', reverse: true }, 1, 'a'],
  ])('by %j, at most %j: %s', async (sorting, limit, expected) => {
    expect(await selected(files, { sorting, limit })).toBe(expected);
  });

  test('are the same however many there are', async () => {
    const many = Array.from({ length: 5000 }, (_, at) => pdf(`f${at}`, (at * 7919) % 5003));
    const whole = await selected(many, { sorting: { field: 'document.pages', reverse: false } });
    const top = await selected(many, { sorting: { field: 'document.pages', reverse: false }, limit: 10 });
    expect(top).toBe(whole.split(' ').slice(0, 10).join(' '));
  });
});

describe('duplicates', () => {
  const same = { size: 10, checksum: 'CRC32:AAAA' };
  const files = [
    pdf('small', 1, same),
    pdf('large', 1, { size: 1000, etag: 'e1' }),
    pdf('alone', 1, { size: 11, checksum: 'CRC32:AAAA' }),
    pdf('copy of small', 1, { ...same, etag: 'of two parts-2' }),
    pdf('copy of large', 2, { size: 1000, etag: 'e1' }),
    pdf('empty', 1, { size: 0, etag: 'e0' }),
    pdf('empty too', 1, { size: 0, etag: 'e0' }),
  ];

  test('stand side by side, first what takes the most room', async () => {
    expect(await selected(files, { duplicates: true })).toBe('large copy of large small copy of small');
  });

  test('are looked for among the files that are wanted', async () => {
    const condition = (file: { readonly filename?: string }) => file.filename !== 'large';
    expect(await selected(files, { duplicates: true, condition })).toBe('small copy of small');
  });
});
