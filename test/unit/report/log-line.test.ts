import { expect, it } from 'vitest';
import { logLineText } from '../../../src/report/log-line.ts';
import { recordingTerminal } from './terminal-for-tests.ts';

const { out } = recordingTerminal().terminal;
const time = '2026-11-26T02:45:41.569Z';

it.each([
  [
    'what became of a file, and how long that took',
    {
      level: 'INFO',
      message: 'stored photos/hill.jpg',
      key: 'photos/hill.jpg',
      milliseconds: 12,
      requestId: 'r',
    },
    'stored photos/hill.jpg  12 ms',
  ],
  [
    'names that would look like other lines',
    { level: 'ERROR', message: 'failed a\nb: Error: no', milliseconds: 3, requestId: 'r' },
    'failed a\\nb: Error: no  3 ms',
  ],
  [
    'what says nothing of a file',
    { level: 'INFO', message: 'nothing to do', requestId: 'r' },
    'nothing to do',
  ],
  ['what others logged', { level: 'info', text: 'hello' }, '{"level":"info","text":"hello"}'],
  ['what others put below these names', { message: { of: 'theirs' } }, '{"message":{"of":"theirs"}}'],
])('%s', (_, entry, text) => {
  expect(logLineText(out, { time, message: JSON.stringify(entry), stream: 's' })).toBe(`${time}  ${text}`);
});

it.each(['REPORT RequestId: r\tDuration: 8.33 ms', '{ not quite'])('as it was written: %s', (message) => {
  expect(logLineText(out, { time, message, stream: 's' })).toBe(`${time}  ${message}`);
});
