import { expect, test } from 'vitest';
import { reportUploads, uploadedText } from '../../../src/report/uploads.ts';
import { sampleRecord } from '../../catalog/sample-record.ts';
import { recordingTerminal } from './terminal-for-tests.ts';

function sent(key: string) {
  const source = { path: key, key, bytes: 3, contentType: 'text/plain' };
  return { source, result: { uploaded: { key, etag: 'e', bytes: 3, parts: 1 }, uploadSeconds: 0.1 } };
}

async function told(keys: readonly string[]): Promise<string[]> {
  const { terminal, said } = recordingTerminal();
  const outcomes = keys.map(sent);
  const report = await reportUploads(
    terminal,
    outcomes.map(({ source }) => source),
    () => 0,
  );
  for (const outcome of outcomes) report.settled(outcome);
  report.close();
  return said.err.trimEnd().split('\n');
}

test('names of wide characters are aligned with the others', async () => {
  expect(await told(['日本語.txt', 'ascii-name'])).toEqual([
    '  ✔ 日本語.txt       3 B   0.10 s',
    '  ✔ ascii-name       3 B   0.10 s',
  ]);
});

test('a name cannot move the cursor or pretend to be another line', async () => {
  expect(await told(['two\nlines', 'red\u001b[31m'])).toEqual([
    '  ✔ two\\nlines          3 B   0.10 s',
    '  ✔ red\\u001b[31m       3 B   0.10 s',
  ]);
});

test('all files together are told, and where to see those that were not understood', () => {
  const { result, source } = sent('a.pdf');
  const broken = { source, result: { ...result, record: sampleRecord('b.pdf', { status: 'failed' }) } };
  expect(uploadedText([{ source, result }, broken], 2)).toBe(
    [
      '2 files uploaded: 6 B in 2.0 s',
      "1 not understood: filepipe list-metadata --where 'status = failed' --columns filename,reason",
    ].join('\n'),
  );
});
