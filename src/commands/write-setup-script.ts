import { resolve } from 'node:path';
import { writeScript } from '../explain/write-script.ts';
import type { Settings } from '../provision/settings.ts';
import { plural } from '../report/format.ts';
import type { Target } from '../target/target.ts';
import type { Call } from './command.ts';

/** What `setup --script` does instead of setting up. */
export async function writeSetupScript(
  { terminal, control, cwd, options }: Pick<Call, 'terminal' | 'control' | 'cwd' | 'options'>,
  file: string,
  target: Target,
  settings: Settings,
): Promise<number> {
  const written = await writeScript(resolve(cwd, file), target, settings, options.yes, control);
  if (terminal.json) await terminal.out.write(`${JSON.stringify(written)}\n`);
  else await terminal.out.write(`script    ${written.script}\ncode      ${written.zip}\n`);
  terminal.tell(`${plural(written.calls, 'call')} of aws-cli; nothing was set up`);
  terminal.tell(`next: bash ${file}`);
  return 0;
}
