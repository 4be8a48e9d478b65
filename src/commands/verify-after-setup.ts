import type { Clients } from '../clients.ts';
import { type FilepipeError, PartlyDoneError } from '../errors.ts';
import type { Settings } from '../provision/settings.ts';
import type { SetupResult } from '../provision/setup.ts';
import {
  briefLines,
  reportProbesBriefly,
  toldVerification,
  verificationError,
} from '../report/verification.ts';
import type { Session } from '../target/session.ts';
import { verify } from '../verify/verify.ts';
import type { Call } from './command.ts';

interface Verified {
  /** For setup's own document; empty when nothing was verified. */
  readonly told: { readonly verification?: object };
  /** Set when everything is there and does not work. */
  readonly error?: FilepipeError;
}

const TIMEOUT_SECONDS = 60;

/** Ends a setup with a probe through each door, unless the options say no, and tells it in a line each. */
export async function verifyAfterSetup(
  {
    terminal,
    control,
    options,
  }: Pick<Call, 'terminal' | 'control'> & { readonly options: { readonly verify: boolean } },
  clients: Clients,
  session: Session,
  settings: Settings,
  { changed }: Pick<SetupResult, 'changed'>,
): Promise<Verified> {
  if (!options.verify) return { told: {} };
  // Log lines take longer than all the rest, and nothing depends on them.
  const probing = {
    ways: ['s3', 'api'],
    timeoutSeconds: TIMEOUT_SECONDS,
    settleSeconds: changed.length > 0 ? TIMEOUT_SECONDS : 10,
    logs: false,
  } as const;
  const report = await reportProbesBriefly(terminal);
  const work = verify(clients, session, settings, probing, control, report.event);
  const verification = await work.finally(report.close);
  if (!terminal.json) for (const line of briefLines(terminal, verification)) terminal.tell(line);
  const error = verificationError(verification, PartlyDoneError, ({ denied }) => !denied);
  return { told: { verification: toldVerification(verification) }, ...(error !== undefined && { error }) };
}
