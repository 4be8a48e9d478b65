import { Command as Commander, CommanderError, Option as CommanderOption } from 'commander';
import { readConfig } from '../config.ts';
import { UsageError } from '../errors.ts';
import { packageVersion } from '../package-root.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Call, Command, Entry, Leaf, Option, Options } from './command.ts';
import { configRules, globalOptions } from './options.ts';
import { parseSetting, settingsInEnv } from './setting-sources.ts';

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
  let called: Called | undefined;
  const program = programOf(entries, {
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
    throw usageError(error, argv);
  }
  return called === undefined ? { kind: 'say', text: said.join('') } : layered(called, place);
}

interface Called {
  readonly name: string;
  readonly command: Command;
  readonly args: Readonly<Record<string, unknown>>;
  /** Only what was written. */
  readonly flags: Readonly<Record<string, unknown>>;
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

interface Listener {
  readonly onCall: (call: Called) => void;
  /** Help, or the text of an error that is thrown as well. */
  readonly say: (text: string) => void;
}

function programOf(entries: readonly Entry[], { onCall, say }: Listener): Commander {
  const program = new Commander('filepipe')
    .description('Files go in, their metadata comes out: an S3, Lambda and DynamoDB pipeline in one command.')
    .version(packageVersion(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: say, writeErr: say })
    .exitOverride();
  addOptions(program, globalOptions);
  program.addHelpText('after', examplesText(firstSteps));
  addEntries(program, entries, onCall);
  return program;
}

const firstSteps = [
  ['filepipe demo', 'see everything work, here, in ten seconds'],
  ['filepipe setup --local', 'a pipeline on this machine'],
  ['filepipe upload ./file.pdf', 'send a file and wait for its metadata'],
  ['filepipe teardown', 'take everything away again'],
] as const;

function addEntries(parent: Commander, entries: readonly Entry[], onCall: (call: Called) => void): void {
  const leaves = new Map<string, Leaf>();
  for (const entry of entries) {
    const child = parent.command(entry.name).description(entry.summary).copyInheritedSettings(parent);
    if ('entries' in entry) addEntries(child.helpCommand(false), entry.entries, onCall);
    else leaves.set(entry.name, entry);
  }
  parent.hook('preSubcommand', async (_, child) => {
    const leaf = leaves.get(child.name());
    if (leaf !== undefined) fill(child, await leaf.load(), onCall);
  });
}

/** Gives the called command its arguments and options, which help of the whole program does without. */
function fill(child: Commander, command: Command, onCall: (call: Called) => void): void {
  const names = Object.keys(command.arguments ?? {});
  for (const [name, { summary, count }] of Object.entries(command.arguments ?? {})) {
    child.argument({ one: `<${name}>`, many: `<${name}...>`, optional: `[${name}]` }[count], summary);
  }
  addOptions(child, command.options ?? {});
  if (command.examples.length > 0) child.addHelpText('after', examplesText(command.examples));
  child.action(() => {
    onCall({
      name: fullName(child),
      command,
      args: Object.fromEntries(names.map((name, index) => [name, child.processedArgs[index]])),
      flags: written(child),
    });
  });
}

function addOptions(target: Commander, options: Options): void {
  for (const [name, option] of Object.entries(options)) {
    for (const flags of spellings(name, option)) target.addOption(commanderOption(flags, option));
  }
}

function spellings(name: string, option: Option): readonly string[] {
  const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const short = option.short === undefined ? '' : `${option.short}, `;
  switch (option.type) {
    case 'flag':
      return [`${short}--${dashed}`];
    case 'switch':
      return [`--no-${dashed}`];
    case 'either':
      return [`--${dashed}`, `--no-${dashed}`];
    case 'choice':
      return [`${short}--${dashed} <${dashed}>`];
    default:
      return [`${short}--${dashed} ${option.value}`];
  }
}

function commanderOption(flags: string, option: Option): CommanderOption {
  const made = new CommanderOption(flags, option.summary);
  if (option.type === 'either' && made.negate) return made.hideHelp();
  if (option.type === 'choice') made.description = `${option.summary} (${option.choices.join(', ')})`;
  return made.required ? made.argParser((text) => parseSetting(option, text, made.long ?? flags)) : made;
}

function written(child: Commander): Readonly<Record<string, unknown>> {
  const all = child.optsWithGlobals<Record<string, unknown>>();
  const mentioned = Object.entries(all).filter(
    ([name]) => child.getOptionValueSourceWithGlobals(name) === 'cli',
  );
  return Object.fromEntries(mentioned);
}

function fullName(child: Commander): string {
  const parent = child.parent;
  return parent?.parent == null ? child.name() : `${fullName(parent)} ${child.name()}`;
}

function examplesText(examples: readonly (readonly [string, string])[]): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  return ['', 'Examples:', ...examples.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`)].join(
    '\n',
  );
}

/** `filepipe help setup` is `filepipe setup --help`: only the latter loads the command that it describes. */
function withoutHelpCommand(argv: readonly string[]): string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv];
}

function usageError({ message }: CommanderError, argv: readonly string[]): UsageError {
  const [first = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const command = argv.find((word) => !word.startsWith('-'));
  const asked = suggestion === undefined ? undefined : /^\((.*)\)$/.exec(suggestion)?.[1];
  const help =
    first.startsWith('unknown command') || command === undefined
      ? 'filepipe --help'
      : `filepipe ${command} --help`;
  return new UsageError(first, {
    hint: asked === undefined ? `see ${help}` : `${asked.replace(/^D/, 'd')} See ${help}`,
  });
}
