import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { changeTriggers, listTriggers, sameTriggers, type Triggers } from './resources/bucket-triggers.ts';

/**
 * Puts everybody else's triggers back as they were in a kept document: those that it lacks go, those that are
 * missing come back. Ours stays as it is; that one is for `setup` and `teardown`.
 */
export async function restoreTriggers(
  aws: Pick<Clients, 's3'>,
  bucket: { readonly name: string; readonly accountId: string },
  kept: Triggers,
  ourId: string,
  control: Control,
): Promise<void> {
  const change = (before: Triggers) => restored(before, kept, ourId);
  const isDone = (after: Triggers) => sameTriggers(after, restored(after, kept, ourId));
  await changeTriggers(aws, bucket, { change, isDone, validated: true }, control);
}

/** The kept document with our trigger as it is now. */
function restored(now: Triggers, kept: Triggers, ourId: string): Triggers {
  const ours = (now.LambdaFunctionConfigurations ?? []).filter(({ Id }) => Id === ourId);
  const theirs = (kept.LambdaFunctionConfigurations ?? []).filter(({ Id }) => Id !== ourId);
  return { ...kept, LambdaFunctionConfigurations: [...theirs, ...ours] };
}

/** What a restoration would bring back and take away, by the triggers' ids. */
export function restorationOf(now: Triggers, kept: Triggers, ourId: string) {
  const ids = (triggers: Triggers) => listTriggers(triggers).map((it) => JSON.stringify(it));
  const after = restored(now, kept, ourId);
  const idOf = (text: string) => (JSON.parse(text) as { id: string }).id;
  return {
    back: ids(after)
      .filter((it) => !ids(now).includes(it))
      .map(idOf),
    away: ids(now)
      .filter((it) => !ids(after).includes(it))
      .map(idOf),
    isNothing: sameTriggers(now, after),
  };
}
