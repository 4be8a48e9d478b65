import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { abortable } from '../provision/engine/abortable.ts';
import { lookAtAll, type Thing, thingOf } from '../provision/inventory.ts';
import { namesOf, type Place } from '../provision/names.ts';
import { isOurs, notOurs } from '../provision/ownership.ts';
import { pipeline } from '../provision/pipeline.ts';
import { listTriggers, type Trigger } from '../provision/resources/bucket-triggers.ts';
import { codeArchive, shippedCodeFile } from '../provision/resources/code-archive.ts';
import type { Settings } from '../provision/settings.ts';
import type { Target } from '../target/target.ts';
import type { FoundPipeline } from './find-pipeline.ts';
import { type Leftover, leftoversOf } from './leftovers.ts';
import { type Part, valueIn } from './part.ts';
import { refuseUnfit } from './refusals.ts';

/** What adopting a pipeline comes to. Nothing of it has been done yet. */
export interface Adoption {
  readonly pipeline: FoundPipeline;
  readonly settings: Settings;
  /** What gets the install's tag, and with it becomes part of the install. */
  readonly claims: readonly Claim[];
  /** Used for its files and its trigger, and otherwise left as it is. */
  readonly borrowedBucket: string | undefined;
  /** Of the bucket, to the function: they give way to ours in one write, so that no event is lost. */
  readonly replacedTriggers: readonly Trigger[];
  /** What setup changes after that. */
  readonly changes: readonly Thing[];
  readonly leftovers: readonly Leftover[];
}

export interface Claim {
  readonly step: 'bucket' | 'table' | 'log group' | 'function';
  readonly name: string;
  readonly arn: string;
  /** Carries the tag already: an adoption was interrupted, or is repeated. */
  readonly tagged: boolean;
}

/**
 * Works out what adopting the pipeline comes to, by reads alone. Fails with everything that speaks against it
 * when filepipe cannot run it as it is, or something of it is already somebody's.
 */
export async function planAdoption(
  clients: Clients,
  target: Target,
  found: FoundPipeline,
  settings: Settings,
  { withBucket }: { readonly withBucket: boolean },
  control: Control,
  codeFile = shippedCodeFile,
): Promise<Adoption> {
  refuseUnfit(found, { settings, withBucket });
  const claims = claimsOn(found, settings.install, withBucket);
  const claimed = new Set<string>(claims.map(({ step }) => step));
  const aws = abortable(clients, control.signal);
  const steps = pipeline(aws, target, settings, await codeArchive(codeFile)).map((step) =>
    claimed.has(step.name) ? { ...step, look: () => step.look({ claimed: true }) } : step,
  );
  const things = (await lookAtAll(steps, control.signal)).map(thingOf);
  refuseBlocked(things, claims, settings.install);
  return {
    pipeline: found,
    settings,
    claims,
    borrowedBucket: withBucket ? undefined : valueIn(found.bucket)?.name,
    replacedTriggers: replacedIn(found, target, settings),
    changes: things.filter(({ changes }) => changes.length > 0),
    leftovers: leftoversOf(found, target, settings),
  };
}

/** The function last: whoever looks while this is under way sees an install once it has all the rest. */
function claimsOn(found: FoundPipeline, install: string, withBucket: boolean): Claim[] {
  return [
    ...(withBucket ? claim('bucket', found.bucket, install) : []),
    ...claim('table', found.table, install),
    ...claim('log group', found.logGroup, install),
    ...claim('function', found.function, install),
  ];
}

type Claimable = Pick<Claim, 'name' | 'arn'> & { readonly tags: Part<Readonly<Record<string, string>>> };

function claim(step: Claim['step'], part: Part<Claimable>, install: string): Claim[] {
  if (part.state !== 'found') return [];
  const { name, arn, tags } = part.value;
  return [{ step, name, arn, tagged: isOurs(valueIn(tags) ?? {}, install) }];
}

function replacedIn(
  { bucket, function: lambda }: FoundPipeline,
  place: Place,
  settings: Settings,
): Trigger[] {
  const triggers = valueIn(valueIn(bucket)?.triggers) ?? {};
  const ours = namesOf(place, settings).notificationId;
  return listTriggers(triggers).filter(
    ({ id, destination, events }) =>
      settings.trigger !== 'none' &&
      id !== ours &&
      destination === valueIn(lambda)?.arn &&
      events.some((event) => /^s3:Object(Created|Removed):/.test(event)),
  );
}

/** Everything in the way, of setup's own finding: other people's things, and what AWS lets nobody change. */
function refuseBlocked(things: readonly Thing[], claims: readonly Claim[], install: string): void {
  const foreign = things.filter(({ presence }) => presence === 'foreign');
  if (foreign.length > 0) {
    throw notOurs(
      foreign.map(({ step, physicalName }) => ({ name: step, physicalName })),
      install,
    );
  }
  const blocked = things.flatMap(({ step, physicalName, obstacle }) =>
    obstacle === undefined
      ? []
      : [{ text: `${step} ${physicalName} ${obstacle.problem}`, hint: obstacle.hint }],
  );
  const [first] = [...blocked, ...takenInstall(things, claims, install)];
  if (first === undefined) return;
  const lines = blocked.length > 0 ? blocked : [first];
  throw new FilepipeError(lines.map(({ text }) => text).join('\n'), { hint: first.hint });
}

/** An install of this name that runs another function would lose its role, queue and alarms to this one. */
function takenInstall(things: readonly Thing[], claims: readonly Claim[], install: string) {
  const role = things.find(({ step, presence }) => step === 'function role' && presence === 'ours');
  if (role === undefined || claims.some(({ step, tagged }) => step === 'function' && tagged)) return [];
  return [
    {
      text: `install ${install} is there already, with role ${role.physicalName} and another function`,
      hint: 'adopt the pipeline as an install of its own: add --name <install>',
    },
  ];
}
