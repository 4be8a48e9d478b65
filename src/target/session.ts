import type { Surroundings } from '../surroundings.ts';
import { chooseTarget, isSameInstall, type Layers } from './choose-target.ts';
import { type Context, contextFile, readContext, writeContext } from './context.ts';
import { resolveTarget } from './resolve-target.ts';
import type { Target } from './target.ts';

/** What a command works on: a target that answered, and an install there. */
export interface Session {
  readonly target: Target;
  readonly install: string;
  /** Names given by the owner instead of the derived ones. */
  readonly overrides: Overrides;
  /** The last setup here was of this install, so `overrides` are all that it has. */
  readonly isRemembered: boolean;
  /**
   * Lets later commands find this target, and these names if other than `overrides`, without options; that it
   * cannot is told, and no failure.
   */
  readonly remember: (names?: Overrides) => Promise<void>;
}

interface Overrides {
  readonly bucket?: string;
  readonly table?: string;
  readonly function?: string;
}

/** Settles the target, resolves it (as `resolve` does it), and says on stderr which it is. */
export async function openSession(
  place: Surroundings & { readonly layers: Layers },
  resolve: typeof resolveTarget = resolveTarget,
): Promise<Session> {
  const { env, homeDir, terminal, control, layers } = place;
  const file = contextFile(env, homeDir);
  const context = await readContext(file, terminal.tell);
  const choice = chooseTarget(layers, awsVariables(env), context);
  const realism = layers.flags.realism ?? layers.env.realism ?? layers.config.realism;
  const target = await resolve(choice, { env, realism }, control.signal);
  terminal.tell(terminal.err.paint('dim', targetLine(choice, target, env)));
  const overrides = overridesIn(choice);
  return {
    target,
    install: choice.install,
    overrides,
    isRemembered: isSameInstall(choice, context),
    async remember(names: Overrides = overrides) {
      const named = { ...choice, bucket: names.bucket, table: names.table, function: names.function };
      try {
        await writeContext(file, choice.target === 'local' ? named : { ...named, region: target.region });
      } catch (error) {
        terminal.tell(
          `cannot remember the target, so give it with every command: ${(error as Error).message}`,
        );
      }
    },
  };
}

/** The names that the owner chose. */
export function overridesIn({ bucket, table, function: functionName }: Context): Session['overrides'] {
  return {
    ...(bucket === undefined ? {} : { bucket }),
    ...(table === undefined ? {} : { table }),
    ...(functionName === undefined ? {} : { function: functionName }),
  };
}

type Env = Surroundings['env'];

/** What AWS's own variables say. The SDK itself ignores `AWS_DEFAULT_REGION`; everything else of AWS knows it. */
export function awsVariables(env: Env) {
  return {
    region: env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined,
    profile: env['AWS_PROFILE'] || undefined,
    endpointUrl: ignoresEndpoints(env) ? undefined : env['AWS_ENDPOINT_URL'] || undefined,
  };
}

function ignoresEndpoints(env: Env): boolean {
  return env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true';
}

/** `account 123456789012 · eu-central-1 · install filepipe · profile work`. */
function targetLine(choice: Context, target: Target, env: Env): string {
  const account = choice.target === 'aws' ? `account ${target.accountId}` : target.label;
  const parts = [account, target.region, `install ${choice.install}`];
  if (choice.profile !== undefined) parts.push(`profile ${choice.profile}`);
  if (choice.target === 'aws') parts.push(...redirections(env));
  return parts.join(' · ');
}

/** A variable left over from other work would silently send requests elsewhere. */
function redirections(env: Env): string[] {
  if (ignoresEndpoints(env)) return [];
  const names = Object.keys(env).filter((name) => name.startsWith('AWS_ENDPOINT_URL_') && env[name]);
  return names.sort().map((name) => `${name}=${env[name]}`);
}
