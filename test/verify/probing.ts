import { allClients } from '../../src/clients.ts';
import type { Control } from '../../src/control.ts';
import type { Settings } from '../../src/provision/settings.ts';
import type { Target } from '../../src/target/target.ts';
import type { Probe, ProbeEvent, Verification } from '../../src/verify/probe.ts';
import { type VerifyOptions, verify } from '../../src/verify/verify.ts';
import { sleep } from '../../src/wait.ts';

export const everyHop = ['stored', 'sameBytes', 'row', 'apiRow', 'logLine', 'deleted', 'rowGone'];

export const patient: VerifyOptions = {
  ways: ['s3', 'api'],
  timeoutSeconds: 60,
  settleSeconds: 0,
  logs: true,
};

/** Verifies an install as whoever the target's credentials are. */
export async function probing(
  target: Target,
  settings: Settings,
  codeFile: string,
  options: VerifyOptions = patient,
  control: Control = realControl(),
  tell: (event: ProbeEvent) => void = () => {},
): Promise<Verification> {
  const clients = await allClients(target);
  const { install, overrides } = settings;
  const session = { target, install, overrides, isRemembered: true, remember: async () => {} };
  try {
    return await verify(clients, session, settings, options, control, tell, codeFile);
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

/** The hops that worked. */
export function hopsOf({ hops }: Probe): string[] {
  return hops.map(({ hop }) => hop);
}

/** A control in real time. */
export function realControl(signal = new AbortController().signal): Control {
  return { signal, waiting: () => {}, sleep, now: Date.now };
}
