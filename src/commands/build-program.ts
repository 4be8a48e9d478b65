import { Command as Commander, Option as CommanderOption, Help } from 'commander';
import { packageVersion } from '../package-root.ts';
import type { Command, Entry, Leaf, Option, Options } from './command.ts';
import { globalOptions } from './options.ts';
import { parseSetting } from './setting-sources.ts';

/** A command as the command line calls it. */
export interface Called {
  readonly name: string;
  readonly command: Command;
  readonly args: Readonly<Record<string, unknown>>;
  /** Only what was written. */
  readonly flags: Readonly<Record<string, unknown>>;
}

export interface Listener {
  /** Told the name of each command on the way to the one that is called. */
  readonly onEnter: (name: string) => void;
  readonly onCall: (call: Called) => void;
  /** Help, or the text of an error that is thrown as well. */
  readonly say: (text: string) => void;
}

/**
 * Commander's view of the commands. A command's own arguments and options are added when it is called, so that
 * nothing else has to be loaded.
 */
export function buildProgram(entries: readonly Entry[], { say, ...on }: Listener): Commander {
  const program = new Commander('filepipe')
    .description('Files go in, their metadata comes out: an S3, Lambda and DynamoDB pipeline in one command.')
    .version(packageVersion(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, formatHelp: commandsFirst })
    .configureOutput({ writeOut: say, writeErr: say })
    .exitOverride();
  addOptions(program, globalOptions);
  program.addHelpText('after', examplesText(firstSteps));
  addEntries(program, entries, on);
  return program;
}

const firstSteps = [
  ['filepipe demo', 'see everything work, here, in ten seconds'],
  ['filepipe setup --local', 'a pipeline on this machine'],
  ['filepipe upload ./file.pdf', 'send a file and wait for its metadata'],
  ['filepipe teardown', 'take everything away again'],
] as const;

function addEntries(parent: Commander, entries: readonly Entry[], on: Omit<Listener, 'say'>): void {
  const leaves = new Map<string, Leaf>();
  for (const entry of entries) {
    const child = parent.command(entry.name).description(entry.summary).copyInheritedSettings(parent);
    if ('entries' in entry) addEntries(child.helpCommand(false), entry.entries, on);
    else leaves.set(entry.name, entry);
  }
  parent.hook('preSubcommand', async (_, child) => {
    on.onEnter(child.name());
    const leaf = leaves.get(child.name());
    if (leaf !== undefined) fill(child, await leaf.load(), on.onCall);
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
  if (command.notes !== undefined) child.addHelpText('after', `\n${command.notes}`);
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

/** Each with its meaning beside it, or where that would be wide above it, as a comment. */
function examplesText(examples: readonly (readonly [string, string])[]): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  const fits = examples.every(([, meaning]) => width + meaning.length + 4 <= HELP_COLUMNS);
  const lines = examples.flatMap(([line, meaning]) =>
    fits ? [`  ${line.padEnd(width)}  ${meaning}`] : [`  # ${meaning}`, `  ${line}`],
  );
  return ['', 'Examples:', ...lines].join('\n');
}

/** What commander keeps to where it does not know the terminal. */
const HELP_COLUMNS = 80;

/** Commander lists options before commands, which are what most readers look for. */
function commandsFirst(command: Commander, helper: Help): string {
  const sections = Help.prototype.formatHelp.call(helper, command, helper).trimEnd().split('\n\n');
  const rank = (section: string) => (section.startsWith('Options:') || section.startsWith('Global') ? 1 : 0);
  return `${sections.toSorted((a, b) => rank(a) - rank(b)).join('\n\n')}\n`;
}
