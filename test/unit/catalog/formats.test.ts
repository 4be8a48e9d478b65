import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Details } from '../../../handler/extract/details.ts';
import type { FileRecord } from '../../../handler/record.ts';
import { formatColumns } from '../../../src/catalog/format-columns.ts';
import { formatCsv } from '../../../src/catalog/format-csv.ts';
import { formatJson } from '../../../src/catalog/format-json.ts';
import { formatTable } from '../../../src/catalog/format-table.ts';
import { fitMiddle } from '../../../src/report/fit-middle.ts';
import { sampleRecord, streamOf } from '../../catalog/sample-record.ts';

async function text(lines: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const line of lines) all += line;
  return all;
}

const sampleDetails: Details = {
  schema: 1,
  mediaType: 'application/pdf',
  mediaTypeFrom: 'content',
  document: { pages: 3 },
};

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('the table', () => {
  const local = '2026-11-22T09:05:00';
  const uploadTime = new Date(local).toISOString();
  const table = (records: readonly FileRecord[], columns?: number) =>
    text(formatTable(streamOf(records), columns));

  test('is aligned, with local times and sizes for people', async () => {
    const records = [
      sampleRecord('a.pdf', { uploadTime, size: 0, details: sampleDetails }),
      sampleRecord('日本語.docx', { uploadTime, size: 1_300_000, contentType: WORD }),
    ];
    expect(await table(records)).toBe(
      [
        'UPLOADED              SIZE  TYPE                      INSIDE            NAME',
        '2026-11-22 09:05       0 B  application/pdf           3 pages           a.pdf',
        '2026-11-22 09:05   1.2 MiB  …wordprocessingml                           日本語.docx',
        '',
      ].join('\n'),
    );
  });

  test('says of a file that could not be understood that it was not', async () => {
    const failed = sampleRecord('a.pdf', {
      uploadTime,
      status: 'failed',
      reason: 'broken',
      details: sampleDetails,
    });
    expect(await table([failed])).toContain('application/pdf           not understood    a.pdf');
  });

  test.each([60, 72, 80, 120])('fits a terminal of %i columns', async (columns) => {
    const names = ['x'.repeat(300), '日本語'.repeat(50), '👩‍👩‍👧‍👦🎉'.repeat(40), 'short.txt'];
    const records = names.map((name) => sampleRecord(name, { contentType: WORD }));
    const lines = (await table(records, columns)).trimEnd().split('\n');
    const longest = Math.max(...lines.map((line) => stringWidth(line)));
    expect(longest).toBeLessThanOrEqual(Math.max(columns, 66));
  });

  test.each([
    [100, 'UPLOADED              SIZE  TYPE                      INSIDE            NAME'],
    [80, 'UPLOADED              SIZE  INSIDE            NAME'],
    [64, 'UPLOADED              SIZE  NAME'],
  ])('has in %i columns those columns that leave room for the name', async (columns, expected) => {
    const name = `${'long-'.repeat(5)}name.pdf`;
    const [heading, row] = (await table([sampleRecord(name, { uploadTime })], columns)).split('\n');
    expect(heading).toBe(expected);
    expect(row).toMatch(columns === 100 ? / lo.*…/ : new RegExp(`  ${name}$`));
  });

  test('has no heading when nothing can be read', async () => {
    async function* unreadable(): AsyncGenerator<FileRecord> {
      yield await Promise.reject<FileRecord>(new Error('no permission'));
    }
    await expect(formatTable(unreadable()).next()).rejects.toThrow('no permission');
  });

  test('shows characters that would disturb it as escapes', async () => {
    const name = 'line\nbreak \u001b[31mred\u001b[0m \u202etxt.exe';
    const shown = await table([sampleRecord(name)]);
    expect(shown).toContain('line\\nbreak \\u001b[31mred\\u001b[0m \\u202etxt.exe');
  });
});

describe('the table of wanted fields', () => {
  const fields = ['filename', 'size', 'document.pages', 'video.durationSeconds'];
  const long = sampleRecord(`${'long '.repeat(20)}film.mp4`, {
    size: 4096,
    details: {
      schema: 1,
      mediaType: 'video/mp4',
      mediaTypeFrom: 'content',
      video: { durationSeconds: 4000 },
    },
  });
  const table = (records: readonly FileRecord[], width?: number) =>
    text(formatColumns(streamOf(records), fields, width));

  test('has them under their names, with units, as wide as what is in them', async () => {
    const film = { ...long, filename: 'film\n.mp4' };
    expect(await table([sampleRecord('a.pdf', { details: sampleDetails }), film])).toBe(
      [
        'filename       size  document.pages  video.durationSeconds',
        'a.pdf       1.2 KiB               3',
        'film\\n.mp4  4.0 KiB                                1:06:40',
        '',
      ].join('\n'),
    );
  });

  test.each([60, 80, 120])('fits a terminal of %i columns', async (columns) => {
    const lines = (await table([long], columns)).trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
  });

  test('goes on behind the rows that it measured', async () => {
    const records = Array.from({ length: 250 }, (_, at) => sampleRecord(`${at}.pdf`));
    expect((await table(records)).trimEnd().split('\n')).toHaveLength(251);
  });

  test('is only a heading when there is nothing', async () => {
    expect(await table([])).toBe('filename  size  document.pages  video.durationSeconds\n');
  });
});

describe('a name that is too long', () => {
  test.each([
    ['report-2026-final.pdf', 21, 'report-2026-final.pdf'],
    ['report-2026-final.pdf', 12, 'report…l.pdf'],
    ['report-2026-final.pdf', 11, 'repor…l.pdf'],
    ['日本語のファイル名.txt', 11, '日本語….txt'],
    ['日本語のファイル名.txt', 14, '日本語…名.txt'],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 5, '👩‍👩‍👧‍👦…👩‍👩‍👧‍👦'],
    ['abc', 1, '…'],
  ])('%s in %i cells is %s', (name, width, expected) => {
    expect(fitMiddle(name, width)).toBe(expected);
  });
});

test('JSON is one object a line, without what only the index needs', async () => {
  const names = ['a b.txt', 'line\nbreak "quoted".txt'];
  const records = names.map((name) => sampleRecord(name, { details: sampleDetails }));
  const lines = (await text(formatJson(streamOf(records)))).trimEnd().split('\n');
  const expected = records.map(({ timeShard: _, ...record }) => record);
  expect(lines.map((line) => JSON.parse(line))).toEqual(expected);
});

test('JSON of wanted fields has each where it is in the whole', async () => {
  const columns = ['filename', 'document.pages', 'mediaType', 'photo.make'];
  const lines = formatJson(streamOf([sampleRecord('a.pdf', { details: sampleDetails })]), columns);
  expect(JSON.parse(await text(lines))).toEqual({
    filename: 'a.pdf',
    details: { document: { pages: 3 }, mediaType: 'application/pdf' },
  });
});

test('CSV follows RFC 4180 and keeps every byte', async () => {
  const records = [
    sampleRecord('plain.txt', { versionId: 'v1', checksum: 'CRC32:AAAA' }),
    sampleRecord('a,"b"\r\n=SUM(A1).txt', { status: 'failed', reason: 'no, not a PDF' }),
  ];
  const zeros = '0'.repeat(30);
  expect(await text(formatCsv(streamOf(records)))).toBe(
    [
      'filename,size,uploadTime,bucket,contentType,etag,versionId,sequencer,storageClass,status,reason,extractor,checksum',
      `plain.txt,1234,2026-11-22T10:11:12.345Z,bucket,application/pdf,etag,v1,A1${zeros},STANDARD,described,,1,CRC32:AAAA`,
      `"a,""b""\r\n=SUM(A1).txt",1234,2026-11-22T10:11:12.345Z,bucket,application/pdf,etag,,A1${zeros},STANDARD,failed,"no, not a PDF",1,`,
      '',
    ].join('\r\n'),
  );
});
