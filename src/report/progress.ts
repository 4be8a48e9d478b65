import { formatBytes, formatSeconds } from './format.ts';

/** How far a transfer of several files has come. */
export interface Progress {
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly doneFiles: number;
  readonly totalFiles: number;
  readonly elapsedSeconds: number;
}

const BAR_CELLS = 20;

/** `━━━━━─────  45 %  12 of 27 MiB  8.1 MiB/s  2 s left  3 of 10 files`. */
export function progressText(progress: Progress): string {
  const { doneBytes, totalBytes, doneFiles, totalFiles, elapsedSeconds } = progress;
  const share = totalBytes === 0 ? 1 : Math.min(1, doneBytes / totalBytes);
  const filled = Math.floor(share * BAR_CELLS);
  const rate = elapsedSeconds > 0 ? doneBytes / elapsedSeconds : 0;
  return [
    '━'.repeat(filled) + '─'.repeat(BAR_CELLS - filled),
    `${Math.floor(share * 100)} %`.padStart(5),
    `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`,
    ...(rate > 0 ? [`${formatBytes(rate)}/s`] : []),
    ...(rate > 0 && share < 1 ? [`${formatSeconds((totalBytes - doneBytes) / rate)} left`] : []),
    ...(share === 1 && doneFiles < totalFiles ? ['waiting for metadata'] : []),
    ...(totalFiles > 1 ? [`${doneFiles} of ${totalFiles} files`] : []),
  ].join('  ');
}
