import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { abortable } from '../provision/engine/abortable.ts';
import { functionNotReady, retrying } from '../provision/engine/retry.ts';
import type { Report } from '../provision/engine/run-steps.ts';
import { namesOf } from '../provision/names.ts';
import { OWNER_TAG } from '../provision/ownership.ts';
import { presentTags } from '../provision/resources/function-tags.ts';
import { settingTags } from '../provision/setting-tags.ts';
import type { Settings } from '../provision/settings.ts';
import { type SetupOptions, type SetupResult, setup } from '../provision/setup.ts';
import type { Target } from '../target/target.ts';
import { listOldRows, type OldRows } from './list-old-rows.ts';
import { partOf, valueIn } from './part.ts';
import type { Adoption, Claim } from './plan-adoption.ts';
import { tagAsOurs } from './tag-as-ours.ts';

export interface AdoptResult extends SetupResult {
  readonly oldRows: OldRows;
}

/**
 * Tags what the adoption claims, sets the install up and has the table's old rows listed. Whenever it is stopped, doing it again carries
 * on, and files that arrive meanwhile are recorded by the old function or by the new one.
 */
export async function adopt(
  clients: Clients,
  target: Target,
  adoption: Adoption,
  control: Control,
  report: Report,
  options: SetupOptions = {},
): Promise<AdoptResult> {
  const { claims, settings } = adoption;
  const aws = abortable(clients, control.signal);
  for (const claim of claims.filter(({ tagged }) => !tagged)) {
    await tagAndTell(aws, target, { claim, settings }, control, report);
  }
  await shareVariables(aws, target, adoption, control);
  const result = await setup(clients, target, settings, control, report, options);
  const { dynamodb } = aws;
  const oldRows = await partOf(listOldRows(dynamodb, result.names.table, settings.timeShards, control), []);
  return {
    ...result,
    oldRows:
      oldRows.state === 'found'
        ? oldRows.value
        : { listed: 0, unlisted: 0, ...(oldRows.state === 'unknown' && { denied: oldRows.reason }) },
  };
}

async function tagAndTell(
  aws: Clients,
  { accountId }: Target,
  { claim, settings }: { readonly claim: Claim; readonly settings: Settings },
  control: Control,
  report: Report,
): Promise<void> {
  const started = control.now();
  const tagging = {
    claim,
    install: settings.install,
    settingTags: presentTags(settingTags(settings)),
    accountId,
  };
  await tagAsOurs(aws, tagging, control).catch((cause: unknown) => {
    control.signal.throwIfAborted();
    throw new FilepipeError(`could not tag ${claim.step} ${claim.name}: ${(cause as Error).message}`, {
      cause,
    });
  });
  report({
    step: claim.step,
    physicalName: claim.name,
    state: 'done',
    changes: [{ path: `tags.${OWNER_TAG}`, from: undefined, to: settings.install, action: 'create' }],
    seconds: (control.now() - started) / 1000,
  });
}

/**
 * Setup replaces the code before the variables, since Lambda takes one change at a time. So that the new code
 * finds what it reads from its first event on, the old code gets that beside its own variables; what it has
 * under the same names stays, and Lambda's retries bridge the gap.
 */
async function shareVariables(
  { lambda }: Clients,
  target: Target,
  { pipeline, settings }: Adoption,
  control: Control,
): Promise<void> {
  const names = namesOf(target, settings);
  const before = valueIn(pipeline.function)?.configuration.Environment?.Variables ?? {};
  const Variables = { BUCKET_NAME: names.bucket, TABLE_NAME: names.table, ...before };
  if (Object.keys(Variables).length === Object.keys(before).length) return;
  const wait = { what: `function ${names.function} to take its new variables`, timeoutSeconds: 300 };
  const update = new UpdateFunctionConfigurationCommand({
    FunctionName: names.function,
    Environment: { Variables },
  });
  await retrying(control, wait, functionNotReady, () => lambda.send(update));
}
