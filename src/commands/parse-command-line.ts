import { CommanderError } from 'commander';
import { readConfig } from '../config.ts';
import { UsageError } from '../errors.ts';
import type { Surroundings } from '../surroundings.ts';
import { buildProgram, type Called } from './build-program.ts';
import type { Call, Command, Entry, Options } from './command.ts';
import { configRules, globalOptions } from './options.ts';
import { settingsInEnv } from './setting-sources.ts';

/** What a command line asks for. */
export type CommandLine =
  | { readonly kind: 'say'; readonly text: string }
  | {
      readonly kind: 'run';
      /** As written: `local start`. */
      readonly name: string;
      readonly command: Command;
      readonly call: Omit<Call, keyof Surroundings>;
    };

interface Place {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/**
 * Reads the command line, the environment and the config file, and loads the one command that is called.
 * Everything wrong with them is a `UsageError`; commander's own suggestions become its hint.
 */
export async function parseCommandLine(
  argv: readonly string[],
  entries: readonly Entry[],
  place: Place,
): Promise<CommandLine> {
  const said: string[] = [];
  const entered: string[] = [];
  let called: Called | undefined;
  const program = buildProgram(entries, {
    onEnter: (word) => {
      entered.push(word);
    },
    onCall: (call) => {
      called = call;
    },
    say: (text) => {
      said.push(text);
    },
  });
  try {
    await program.parseAsync(withoutHelpCommand(argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0 || error.code === 'commander.help') return { kind: 'say', text: said.join('') };
    throw usageError(error, entered);
  }
  return called === undefined ? { kind: 'say', text: said.join('') } : layered(called, place);
}

async function layered(called: Called, { env, cwd }: Place): Promise<CommandLine> {
  const { name, command, args, flags } = called;
  const known: Options = { ...globalOptions, ...command.options };
  const fromEnv = settingsInEnv(known, env);
  const config = await readConfig(cwd, configRules());
  const own = Object.entries(config).filter(([key]) => Object.hasOwn(known, key));
  const values = { ...initial(known), ...Object.fromEntries(own), ...fromEnv, ...flags };
  // What was read has the shape that the command's own arguments and options describe.
  const typed = { args: args as Call['args'], options: values as Call['options'] };
  return { kind: 'run', name, command, call: { ...typed, layers: { flags, env: fromEnv, config }, config } };
}

/** What options are when nobody mentions them. */
function initial(options: Options): Readonly<Record<string, unknown>> {
  const values = { flag: false, switch: true } as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, values[type]]));
}

/** `filepipe help setup` is `filepipe setup --help`: only the latter loads the command that it describes. */
function withoutHelpCommand(argv: readonly string[]): string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv];
}

/** What looks like an option and has a dot may be a file to these. */
const TAKING_FILES = ['upload', 'inspect', 'show', 'trace'];

/** `words` is the command that was being read: `local start`. */
function usageError({ message }: CommanderError, words: readonly string[]): UsageError {
  const [told = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const first = told.replace(/\. Expected .*$/, '');
  const dashed = /^unknown option '(-[^']*\.[^']*)'$/.exec(first)?.[1];
  if (dashed !== undefined && TAKING_FILES.includes(words[0] ?? '')) {
    return new UsageError(first, { hint: `if it is a file, write: filepipe ${words[0]} -- ${dashed}` });
  }
  const asked = suggestion === undefined ? undefined : /^\((.*)\)$/.exec(suggestion)?.[1];
  const help = ['filepipe', ...words, '--help'].join(' ');
  return new UsageError(first, {
    hint: asked === undefined ? `see ${help}` : `${asked.replace(/^D/, 'd')} See ${help}`,
  });
}
