import { UsageError } from '../errors.ts';
import type { Context } from './context.ts';

/** What was said about the target in one place: the command line, the environment or the config file. */
export interface Wishes {
  readonly local?: boolean | undefined;
  readonly endpointUrl?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly dataDir?: string | undefined;
  /** Of the embedded AWS, when it has to be started. */
  readonly realism?: string | undefined;
  readonly name?: string | undefined;
  readonly bucket?: string | undefined;
  readonly table?: string | undefined;
  readonly function?: string | undefined;
}

/** The places, strongest first. */
export interface Layers {
  readonly flags: Wishes;
  readonly env: Wishes;
  readonly config: Wishes;
}

/** What AWS's own environment variables say. */
export interface AwsVariables {
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly endpointUrl: string | undefined;
}

const DEFAULT_INSTALL = 'filepipe';

/**
 * Settles target, region, profile, install and names: command line before environment before config file
 * before context. AWS's own variables come after the config file and before the context, which only remembers.
 */
export function chooseTarget(layers: Layers, aws: AwsVariables, context: Context | undefined): Context {
  const { target, endpointUrl } = chooseKind(layers, aws, context);
  const remembered = context?.target === target ? context : undefined;
  const pick = (key: Exclude<keyof Wishes, 'local' | 'realism'>) =>
    layers.flags[key] ?? layers.env[key] ?? layers.config[key];
  const profile = pick('profile') ?? aws.profile ?? remembered?.profile;
  const sameProfile = profile === remembered?.profile;
  const region = pick('region') ?? aws.region ?? (sameProfile ? remembered?.region : undefined);
  const install = pick('name') ?? remembered?.install ?? DEFAULT_INSTALL;
  if (target === 'local') refuseOnLocal(layers.flags);
  const place = {
    target,
    install,
    endpointUrl,
    ...(target === 'local' ? { dataDir: pick('dataDir') ?? remembered?.dataDir } : { region, profile }),
  };
  const known = isSameInstall(place, context) ? context : undefined;
  return {
    ...place,
    bucket: pick('bucket') ?? known?.bucket,
    table: pick('table') ?? known?.table,
    function: pick('function') ?? known?.function,
  };
}

/** Whether this is the install that the last setup left: one of its name elsewhere may have other names for its things. */
export function isSameInstall(choice: Context, context: Context | undefined): boolean {
  if (context === undefined) return false;
  const decisive = ['target', 'install', 'endpointUrl', 'dataDir', 'region', 'profile'] as const;
  return decisive.every((name) => choice[name] === context[name]);
}

interface Kind {
  readonly target: Context['target'];
  readonly endpointUrl?: string | undefined;
}

function chooseKind(layers: Layers, aws: AwsVariables, context: Context | undefined): Kind {
  for (const wishes of [layers.flags, layers.env, layers.config]) {
    const kind = kindOf(wishes);
    if (kind !== undefined) return kind;
  }
  if (aws.endpointUrl !== undefined) return kindOf({ endpointUrl: aws.endpointUrl }) ?? { target: 'aws' };
  if (context === undefined || (context.target === 'local' && namesAws(layers))) return { target: 'aws' };
  return { target: context.target, endpointUrl: context.endpointUrl };
}

function kindOf({ local, endpointUrl }: Wishes): Kind | undefined {
  if (local && endpointUrl !== undefined) {
    throw new UsageError('--local and --endpoint-url exclude each other', { hint: 'leave one of them out' });
  }
  if (local) return { target: 'local' };
  if (endpointUrl !== undefined) return { target: 'endpoint', endpointUrl: checkedUrl(endpointUrl) };
  return local === false ? { target: 'aws' } : undefined;
}

/** Somebody who names a region or a profile now does not mean the embedded AWS of last time. */
function namesAws({ flags, env }: Layers): boolean {
  return [flags.region, flags.profile, env.region, env.profile].some((wish) => wish !== undefined);
}

function checkedUrl(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new UsageError(`"${text}" is not the URL of an endpoint`, {
      hint: 'write it like this: --endpoint-url http://127.0.0.1:4566',
    });
  }
  return text.replace(/\/+$/, '');
}

function refuseOnLocal({ region, profile }: Wishes): void {
  if (profile !== undefined) {
    throw new UsageError('--local needs no profile', { hint: 'leave --profile out' });
  }
  if (region !== undefined && region !== 'us-east-1') {
    throw new UsageError(`the embedded AWS has one region, us-east-1, and not "${region}"`, {
      hint: 'leave --region out',
    });
  }
}
