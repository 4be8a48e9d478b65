import type { Control } from './control.ts';
import type { Terminal } from './report/terminal.ts';

/** Everything of the process that a command may know of; nothing below `cli.ts` reads `process` itself. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory. */
  readonly cwd: string;
  readonly homeDir: string;
  readonly terminal: Terminal;
  /** Its signal is aborted by Ctrl-C. */
  readonly control: Control;
}
