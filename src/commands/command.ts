import type { Config } from '../config.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Layers } from '../target/choose-target.ts';
import type { globalOptions } from './options.ts';

/** A command as data, and the function that carries it out. */
export interface Command<A extends Arguments = Arguments, O extends Options = Options> {
  readonly arguments?: A;
  readonly options?: O;
  readonly examples: readonly Example[];
  /** What else help should say, in lines of at most 80 characters. */
  readonly notes?: string;
  /** Carries on when the reader of its results goes away (`| head`): half of a change helps nobody. */
  readonly outlivesReader?: true;
  /** Said after Ctrl-C: what has happened so far, and how to go on. */
  readonly interrupted?: string;
  /** Resolves to the exit code: 0, or 1, 3 and 4 where the command documents them. Failures are thrown. */
  readonly run: (call: Call<A, O>) => Promise<number>;
}

/** What a command is called with. */
export interface Call<A extends Arguments = Arguments, O extends Options = Options> extends Surroundings {
  readonly args: ArgumentValues<A>;
  /** Command line over environment over config file. */
  readonly options: OptionValues<O> & OptionValues<typeof globalOptions>;
  /** What each of those three said. */
  readonly layers: Layers;
  readonly config: Config;
}

/** What help shows for a command before the command itself is loaded. */
export type Entry = Leaf | Group;

export interface Leaf {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

interface Group {
  readonly name: string;
  readonly summary: string;
  readonly entries: readonly Leaf[];
}

type Example = readonly [commandLine: string, meaning: string];

export type Arguments = Readonly<Record<string, Argument>>;

interface Argument {
  readonly summary: string;
  /** `one` and `many` must be given, `optional` need not. */
  readonly count: 'one' | 'many' | 'optional';
}

export type Options = Readonly<Record<string, Option>>;

/**
 * An option, keyed by its camelCase name: `dataDir` is written `--data-dir`. A `setting` can also come
 * from the environment (`FILEPIPE_DATA_DIR`) and from filepipe.config.json (`dataDir`).
 */
export type Option = { readonly summary: string; readonly setting?: true; readonly short?: string } & Kind;

type Kind =
  /** Written `--name`. */
  | { readonly type: 'flag' }
  /** On unless `--no-name` is written. */
  | { readonly type: 'switch' }
  /** `--name` or `--no-name`; undefined when neither is written. */
  | { readonly type: 'either' }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'number'; readonly value: string; readonly min: number; readonly max: number }
  | { readonly type: 'choice'; readonly choices: readonly string[] };

type ArgumentValues<A extends Arguments> = {
  readonly [K in keyof A]: A[K]['count'] extends 'many'
    ? readonly string[]
    : A[K]['count'] extends 'one'
      ? string
      : string | undefined;
};

export type OptionValues<O extends Options> = { readonly [K in keyof O]: OptionValue<O[K]> };

type OptionValue<O extends Option> = O extends { type: 'choice'; choices: readonly (infer C)[] }
  ? C | undefined
  : O extends { type: 'number' }
    ? number | undefined
    : O extends { type: 'text' }
      ? string | undefined
      : O extends { type: 'either' }
        ? boolean | undefined
        : boolean;

/** Checks a command's handler against its own arguments and options. */
export function command<const A extends Arguments, const O extends Options>(
  definition: Command<A, O>,
): Command {
  return definition as Command;
}
