import { lambdaClient, taggingClient } from '../clients.ts';
import { absentAs } from '../provision/engine/retry.ts';
import { settingsOfInstall } from '../provision/settings-of-install.ts';
import { openSession, type Session } from '../target/session.ts';

/**
 * A session with an install whose things may have names of their own: on a machine where it was not set up these are
 * read from the function's tags. To those who may not read them it has the derived names, as far as none are given.
 */
export async function openInstall(call: Parameters<typeof openSession>[0]): Promise<Session> {
  const session = await openSession(call);
  if (session.isRemembered) return session;
  const { target, install, overrides } = session;
  const aws = { lambda: await lambdaClient(target), tagging: await taggingClient(target) };
  const found = await absentAs(DENIED, settingsOfInstall(aws, target, { install, overrides }));
  return found === undefined ? session : { ...session, overrides: found.overrides };
}

const DENIED = ['AccessDenied', 'AccessDeniedException'];
