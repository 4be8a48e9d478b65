import stringWidth from 'string-width';
import { told } from '../catalog/format-json.ts';
import type { Source } from '../transfer/sources.ts';
import type { Outcome } from '../transfer/upload-many.ts';
import type { Sent } from '../upload/send-file.ts';
import { explainError } from './explain-error.ts';
import { formatBytes, formatSeconds, plural } from './format.ts';
import { padded } from './padded.ts';
import { progressText } from './progress.ts';
import { openSpinner } from './spinner.ts';
import type { Terminal } from './terminal.ts';
import { visible } from './visible.ts';

/** Tells of files on their way. */
export interface UploadReport {
  readonly progress: (source: Source, bytes: number) => void;
  readonly settled: (outcome: Outcome<Sent>) => void;
  readonly close: () => void;
}

/** How often the moving line is drawn again. */
const REDRAW_MILLISECONDS = 100;

/**
 * One line for each file as it arrives or fails, and on a terminal a moving line for all together. With
 * `--json`, one object a line on stdout for each file.
 */
export async function reportUploads(
  terminal: Terminal,
  sources: readonly Source[],
  now: () => number,
): Promise<UploadReport> {
  const spinner = await openSpinner(terminal);
  const started = now();
  const arrived = new Map<Source, number>();
  const totalBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  const nameWidth = Math.min(
    48,
    sources.reduce((cells, { key }) => Math.max(cells, stringWidth(visible(key))), 0),
  );
  let doneFiles = 0;
  let drawn = 0;
  return {
    progress: (source, bytes) => {
      arrived.set(source, bytes);
      draw(REDRAW_MILLISECONDS);
    },
    settled: (outcome) => {
      doneFiles += 1;
      arrived.set(outcome.source, outcome.source.bytes);
      if (terminal.json) void terminal.out.write(`${JSON.stringify(jsonOf(outcome))}\n`);
      // The error of a single file is the command's own, and told there.
      else if (sources.length > 1 || 'result' in outcome)
        for (const line of linesOf(terminal, outcome, nameWidth)) spinner.line(line);
      draw(0);
    },
    close: () => spinner.close(),
  };

  function draw(everyMilliseconds: number): void {
    if (now() - drawn < everyMilliseconds) return;
    drawn = now();
    const doneBytes = [...arrived.values()].reduce((sum, bytes) => sum + bytes, 0);
    const elapsedSeconds = (drawn - started) / 1000;
    const progress = { doneBytes, totalBytes, doneFiles, totalFiles: sources.length, elapsedSeconds };
    spinner.text(doneFiles === sources.length ? '' : progressText(progress));
  }
}

function linesOf({ err }: Terminal, outcome: Outcome<Sent>, nameWidth: number): string[] {
  const name = padded(visible(outcome.source.key), nameWidth);
  if ('error' in outcome) {
    const { what, why, hint } = explainError(outcome.error);
    const lines = [...what.split('\n'), ...why, ...(hint === undefined ? [] : [`→ ${hint}`])];
    return [`  ${err.paint('red', '✖')} ${name.trimEnd()}`, ...lines.map((line) => `      ${line}`)];
  }
  const { uploaded, uploadSeconds, recordSeconds, record } = outcome.result;
  const size = formatBytes(uploaded.bytes).padStart(8);
  const times = [
    formatSeconds(uploadSeconds).padStart(7),
    ...(recordSeconds === undefined ? [] : [`metadata after ${formatSeconds(recordSeconds)}`]),
    ...(record?.status === 'failed' ? ['not understood'] : []),
  ];
  return [`  ${err.paint('green', '✔')} ${name}  ${size}  ${err.paint('dim', times.join('  '))}`];
}

/** `365 files uploaded: 49 MiB in 36 s`, and where to see those that could not be understood; undefined when none was. */
export function uploadedText(outcomes: readonly Outcome<Sent>[], seconds: number): string | undefined {
  const results = outcomes.flatMap((outcome) => ('result' in outcome ? [outcome.result] : []));
  if (results.length === 0) return undefined;
  const bytes = results.reduce((sum, { uploaded }) => sum + uploaded.bytes, 0);
  const failed = results.filter(({ record }) => record?.status === 'failed').length;
  const lines = [
    `${plural(results.length, 'file')} uploaded: ${formatBytes(bytes)} in ${formatSeconds(seconds)}`,
  ];
  if (failed > 0)
    lines.push(
      `${failed} not understood: filepipe list-metadata --where 'status = failed' --columns filename,reason`,
    );
  return lines.join('\n');
}

function jsonOf(outcome: Outcome<Sent>): object {
  const { path, key } = outcome.source;
  if ('error' in outcome) return { event: 'failed', path, key, error: explainError(outcome.error) };
  const { uploaded, record, ...seconds } = outcome.result;
  return { event: 'uploaded', path, ...uploaded, ...(record && { record: told(record) }), ...seconds };
}
