import { allClients } from '../clients.ts';
import type { Control } from '../control.ts';
import { abortable } from '../provision/engine/abortable.ts';
import type { Place } from '../provision/names.ts';
import { pipeline } from '../provision/pipeline.ts';
import type { CodeArchive } from '../provision/resources/code-archive.ts';
import type { Settings } from '../provision/settings.ts';
import { withStage } from '../stage.ts';
import { exchange } from './exchange.ts';
import { type Fields, recordWrites, type WriteCall } from './record-writes.ts';

/** What setup sends for one step of the pipeline on an empty account. */
export interface RehearsedStep {
  readonly step: string;
  /** What the thing is called on AWS. */
  readonly physicalName: string;
  /** In the order in which they are sent; never empty. */
  readonly calls: readonly WriteCall[];
}

/**
 * Every call that setup would send to an empty account, found by setting up on an AWS that exists only
 * meanwhile. Nothing leaves this machine, and no account is needed. Answering the engine's reads from a model of
 * our own would be faster by half a second, and a second, smaller emulator that could be wrong.
 */
export async function rehearse(
  place: Place,
  settings: Settings,
  code: CodeArchive,
  control: Control,
): Promise<readonly RehearsedStep[]> {
  return await withStage(async ({ target }) => {
    const clients = await allClients({ ...target, region: place.region });
    const calls: WriteCall[] = [];
    recordWrites(clients, passage(place, target), (call) => calls.push(call));
    const rehearsed: RehearsedStep[] = [];
    try {
      // One after another, so that each call has its step.
      for (const step of pipeline(abortable(clients, control.signal), place, settings, code)) {
        const look = await step.look();
        if (look.changes.length === 0) continue;
        await look.settle(control);
        rehearsed.push({ step: step.name, physicalName: step.physicalName, calls: calls.splice(0) });
      }
      return rehearsed;
    } finally {
      for (const client of Object.values(clients)) client.destroy();
    }
  });
}

/** The stage is another account in another region; it and the place trade names on the way. */
function passage(place: Place, stage: Place) {
  const traded = exchange([
    [place.accountId, stage.accountId],
    [place.region, stage.region],
    [`arn:${place.partition}:`, `arn:${stage.partition}:`],
  ]);
  return { there: (input: unknown) => withoutLocation(traded(input)), back: traded };
}

/** The region of a bucket goes without saying where the stage is. */
function withoutLocation(input: unknown): unknown {
  const { CreateBucketConfiguration: configuration, ...rest } = input as Fields;
  if (configuration === undefined) return input;
  const { LocationConstraint: _, ...others } = configuration as Fields;
  return { ...rest, CreateBucketConfiguration: others };
}
