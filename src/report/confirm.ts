import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { UnchangedError, UsageError } from '../errors.ts';
import type { Terminal } from './terminal.ts';

export interface Question {
  /** What will happen, said before the question: "this removes …". */
  readonly consequence: string;
  /** Answered already, on the command line. */
  readonly yes: boolean;
  /** What has to be typed to agree, where a y is too little. */
  readonly word?: string;
}

/**
 * Returns when the user agrees. A "no" is an error with exit code 1; without anybody to ask it is a
 * `UsageError` that names `--yes`.
 */
export async function confirm(
  terminal: Terminal,
  { consequence, yes, word }: Question,
  signal: AbortSignal,
): Promise<void> {
  if (yes) return;
  if (!terminal.interactive) {
    throw new UsageError(`${consequence}, and nobody is here to be asked`, {
      hint: 'add --yes if you mean it',
    });
  }
  // Without line editing of its own, so that Ctrl-C reaches the program as it does everywhere else.
  const dialog = createInterface({ input: terminal.input, output: terminal.err.stream, terminal: false });
  const hungUp = once(dialog, 'close').then(() => undefined);
  try {
    const ask = word === undefined ? 'Go on? (y/N)' : `\nType ${word} to go on:`;
    const question = dialog.question(`${consequence}. ${ask} `, { signal });
    const answer = await Promise.race([question, hungUp]);
    if (answer === undefined) terminal.tell();
    const agreed = word === undefined ? /^y(es)?$/i.test(answer?.trim() ?? '') : answer?.trim() === word;
    if (!agreed) throw new UnchangedError({ hint: `answer ${word ?? 'y'} to go on` });
  } catch (error) {
    throw signal.aborted ? new UnchangedError({ cause: error }) : error;
  } finally {
    dialog.close();
  }
}
