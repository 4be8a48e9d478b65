import { type Clients, stsClient } from '../clients.ts';
import type { Control } from '../control.ts';
import type { Finding } from '../finding.ts';
import { abortable } from '../provision/engine/abortable.ts';
import { namesOf } from '../provision/names.ts';
import { shippedCodeFile } from '../provision/resources/code-archive.ts';
import type { Settings } from '../provision/settings.ts';
import type { Target } from '../target/target.ts';
import { askCaller, clockFinding, identityFinding } from './caller.ts';
import { credentialsFinding } from './credentials.ts';
import { foundPipeline, type Named } from './found-pipeline.ts';
import { links } from './links.ts';
import { otherTriggers } from './other-triggers.ts';
import { permissions } from './permissions.ts';
import { apiQuota, functionQuotas } from './quotas.ts';
import { recentErrors } from './recent-errors.ts';
import { unknownFinding } from './unknown-finding.ts';

interface ExamineOptions {
  /** The archive that the function's code is compared with. Default: what comes with filepipe. */
  readonly codeFile?: string;
  /** Whose pipeline is looked at instead of the install's, should it be another one. */
  readonly named?: Named;
}

/**
 * Everything that can be found out about a target that answers and the install there, without changing any of
 * it. A check that fails is a finding as well; only an abort is thrown.
 */
export async function examine(
  clients: Clients,
  target: Target,
  settings: Settings,
  control: Control,
  { codeFile = shippedCodeFile, named = {} }: ExamineOptions = {},
): Promise<Finding[]> {
  const aws = abortable(clients, control.signal);
  const findings = await Promise.all([
    attempt('credentials', async () => [credentialsFinding(await target.credentials(), control.now())]),
    attempt('identity', () => callerFindings(aws, target, settings, control)),
    attempt('function quota', () => functionQuotas(aws)),
    attempt('API quota', async () => [await apiQuota(aws)]),
    attempt(
      'pipeline',
      async () => (await foundPipeline(aws, target, settings, named, control)) ?? (await ofInstall()),
    ),
  ]);
  return findings.flat();

  async function ofInstall(): Promise<Finding[]> {
    const { logGroup } = namesOf(target, settings);
    const findings = await Promise.all([
      attempt('pipeline', () => links(aws, target, settings, control, codeFile)),
      attempt('other triggers', () => otherTriggers(aws, target, settings)),
      attempt('recent errors', () => recentErrors(aws.logs, logGroup, control)),
    ]);
    return findings.flat();
  }

  async function attempt(
    check: string,
    look: () => Promise<readonly Finding[]>,
  ): Promise<readonly Finding[]> {
    try {
      return await look();
    } catch (error) {
      control.signal.throwIfAborted();
      return [unknownFinding(check, error)];
    }
  }
}

async function callerFindings(
  aws: Clients,
  target: Target,
  settings: Settings,
  control: Control,
): Promise<Finding[]> {
  const sts = await stsClient(target);
  const { arn, skewSeconds } = await askCaller(sts, control).finally(() => sts.destroy());
  return [
    identityFinding(arn, target.endpoint === undefined),
    { check: 'region', state: 'ok', text: `${target.region}, which answers` },
    clockFinding(skewSeconds),
    await permissions(aws, target, settings, arn).catch((error: unknown) =>
      unknownFinding('permissions', error),
    ),
  ];
}
