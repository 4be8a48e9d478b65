import { allClients, type Clients } from '../clients.ts';
import type { Finding } from '../finding.ts';
import { shippedCodeFile } from '../provision/resources/code-archive.ts';
import type { Settings } from '../provision/settings.ts';
import { settingsFrom } from '../provision/settings.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Layers } from '../target/choose-target.ts';
import { openSession, type Session } from '../target/session.ts';
import { endpointOverrides } from './endpoint-overrides.ts';
import { examine } from './examine.ts';
import { nodeVersion } from './node-version.ts';
import { shippedCode } from './shipped-code.ts';
import { unknownFinding } from './unknown-finding.ts';
import { unreachable } from './unreachable.ts';

export interface Patient extends Surroundings {
  readonly layers: Layers;
  /** As in `process.versions.node`. */
  readonly nodeVersion: string;
  /** What the install should be like. */
  readonly settingsOf: (clients: Clients, session: Session) => Promise<Settings>;
}

/** Looks at everything from this machine to the last alarm, as far as one can get. Only an abort is thrown. */
export async function diagnose(patient: Patient): Promise<Finding[]> {
  const here = [
    nodeVersion(patient.nodeVersion),
    await shippedCode(shippedCodeFile),
    endpointOverrides(patient.env),
  ];
  try {
    const session = await openSession(patient);
    return [...here, ...(await there(patient, session))];
  } catch (error) {
    patient.control.signal.throwIfAborted();
    return [...here, unreachable(error)];
  }
}

async function there({ control, layers, settingsOf }: Patient, session: Session): Promise<Finding[]> {
  const { target, install, overrides } = session;
  const clients = await allClients(target);
  const found: Finding[] = [];
  const settings = await settingsOf(clients, session).catch((error: unknown) => {
    control.signal.throwIfAborted();
    found.push(unknownFinding('settings', error));
    return settingsFrom({ install, overrides });
  });
  return [...found, ...(await examine(clients, target, settings, control, { named: layers.flags }))];
}
