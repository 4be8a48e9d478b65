import { homedir } from 'node:os';
import { entries } from './commands/entries.ts';
import { type CommandLine, parseCommandLine } from './commands/parse-command-line.ts';
import { FilepipeError, UnchangedError } from './errors.ts';
import { failureText } from './report/failure.ts';
import { openTerminal, type Terminal } from './report/terminal.ts';
import { sleep } from './wait.ts';

/** What Ctrl-C aborts with, so that nobody takes it for a failure. */
class Interrupted extends Error {}

/** The reader of stdout has gone (`| head`): stop working, and say nothing. */
class ReaderGone extends Error {}

const stop = new AbortController();
let outlivesReader = false;
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (!outlivesReader) stop.abort(new ReaderGone());
});
process.exitCode = await main(process.argv.slice(2));
// Connections that are kept alive and half-read files would hold the process back.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));

async function main(argv: readonly string[]): Promise<number> {
  let terminal = terminalFor({ color: !argv.includes('--no-color') });
  let failure = { doing: 'filepipe failed', debug: argv.includes('--debug') };
  try {
    const line = await parseCommandLine(argv, entries, { env: process.env, cwd: process.cwd() });
    if (line.kind === 'say') {
      await terminal.out.write(line.text);
      return 0;
    }
    terminal = terminalFor(line.call.options);
    failure = { doing: `filepipe ${line.name} failed`, debug: line.call.options.debug };
    return await run(line, terminal);
  } catch (error) {
    process.stderr.write(failureText(terminal, error, failure));
    return exitCodeOf(error);
  }
}

async function run({ command, call }: CommandLine & { kind: 'run' }, terminal: Terminal): Promise<number> {
  outlivesReader = command.outlivesReader ?? false;
  const control = { signal: stop.signal, waiting: () => {}, sleep, now: Date.now };
  try {
    return await command.run({
      ...call,
      env: process.env,
      cwd: process.cwd(),
      homeDir: homedir(),
      terminal,
      control,
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    if (stop.signal.reason instanceof ReaderGone) return 0;
    const unchanged = error instanceof UnchangedError ? 'Nothing was changed.' : undefined;
    terminal.tell(`stopped. ${unchanged ?? command.interrupted ?? 'Nothing was left half done.'}`);
    return 130;
  }
}

function interrupt(): void {
  if (stop.signal.aborted) process.exit(130);
  process.stderr.write(
    '\nstopping as soon as the calls under way are answered; press Ctrl-C again to leave at once\n',
  );
  stop.abort(new Interrupted());
}

function terminalFor(options: { color: boolean; json?: boolean; quiet?: boolean }): Terminal {
  return openTerminal({
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    color: options.color,
    json: options.json ?? false,
    quiet: options.quiet ?? false,
  });
}

function exitCodeOf(error: unknown): number {
  return error instanceof FilepipeError ? error.exitCode : 1;
}
