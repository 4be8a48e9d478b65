import { expect, test } from 'vitest';
import { progressText } from '../../../src/report/progress.ts';

const MIB = 1024 * 1024;
const one = { totalBytes: 100 * MIB, doneFiles: 0, totalFiles: 1 };

test.each([
  [
    'at the start',
    { ...one, doneBytes: 0, elapsedSeconds: 0 },
    '────────────────────    0 %  0 B of 100 MiB',
  ],
  [
    'half way',
    { ...one, doneBytes: 50 * MIB, elapsedSeconds: 5 },
    '━━━━━━━━━━──────────   50 %  50 MiB of 100 MiB  10 MiB/s  5.0 s left',
  ],
  [
    'when all is sent',
    { ...one, doneBytes: 100 * MIB, elapsedSeconds: 10 },
    '━━━━━━━━━━━━━━━━━━━━  100 %  100 MiB of 100 MiB  10 MiB/s  waiting for metadata',
  ],
  [
    'of several files',
    { ...one, doneBytes: 99.9 * MIB, elapsedSeconds: 999, doneFiles: 2, totalFiles: 3 },
    '━━━━━━━━━━━━━━━━━━━─   99 %  100 MiB of 100 MiB  102 KiB/s  1.0 s left  2 of 3 files',
  ],
  [
    'of empty files',
    { totalBytes: 0, doneBytes: 0, elapsedSeconds: 1, doneFiles: 0, totalFiles: 1 },
    '━━━━━━━━━━━━━━━━━━━━  100 %  0 B of 0 B  waiting for metadata',
  ],
])('%s', (_, progress, text) => {
  expect(progressText(progress)).toBe(text);
});
