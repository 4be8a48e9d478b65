import { FilepipeError } from '../errors.ts';
import { explainError } from './explain-error.ts';
import type { Terminal } from './terminal.ts';
import { visible } from './visible.ts';

export interface FailureOptions {
  /** Told when the error itself does not say what was being done: "filepipe logs failed". */
  readonly doing: string;
  readonly debug: boolean;
}

/**
 * The lines that tell of a failure: what was being done, why it failed, one thing to try. With the stack when
 * `debug` is set, or when nobody foresaw the failure.
 */
export function failureText(
  { err }: Pick<Terminal, 'err'>,
  error: unknown,
  { doing, debug }: FailureOptions,
): string {
  const explained = explainError(error);
  const { hint, isBug } = explained;
  const what = error instanceof FilepipeError || isBug ? explained.what : doing;
  const why = what === doing ? [explained.what, ...explained.why] : explained.why;
  const [first = '', ...rest] = what.split('\n').map(visible);
  const lines = [
    `${err.paint('red', '✖')} ${err.paint('bold', first)}`,
    ...[...rest, ...why.flatMap((text) => text.split('\n')).map(visible)].map((line) => `  ${line}`),
    ...(isBug ? ['  this is a fault in filepipe; please report it with the lines below'] : []),
    ...hintLines(err.paint, hint),
    ...(debug || isBug ? ['', err.paint('dim', stackOf(error))] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** The first line is the hint; others are to be copied, and so stand alone. */
function hintLines(paint: Terminal['err']['paint'], hint: string | undefined): string[] {
  if (hint === undefined) return [];
  const [first = '', ...rest] = hint.split('\n').map(visible);
  return [`  ${paint('cyan', '→')} ${first}`, ...rest.map((line) => `    ${line}`)];
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? String(error);
  return error.cause === undefined ? stack : `${stack}\ncaused by ${stackOf(error.cause)}`;
}
