import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Asked } from './authorise.ts';
import { type Clock, systemClock } from './clock.ts';
import { type AccessKey, openCredentials } from './credentials.ts';
import { createFrontDoor } from './front-door.ts';
import { createInterference } from './interfere.ts';
import type { Core } from './internal.ts';
import type { Intervene } from './intervention.ts';
import { calm, type Realism } from './realism.ts';
import { openServices, type ServiceOptions } from './services.ts';
import { openStorage } from './storage.ts';

export interface EmbeddedAwsOptions extends ServiceOptions {
  /** Where everything is kept; made when it is not there. One process at a time. */
  readonly dataDir: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly clock?: Clock;
  /** How much of AWS's awkward side shows; what is not given is off. */
  readonly realism?: Partial<Realism>;
  /** Told of every call before it is carried out. For tests. */
  readonly intervene?: Intervene;
  /** Told of every right that a call needs. For tests. */
  readonly asked?: Asked;
  /** Decides whom the rates of `realism` hit: evenly spread, from 0 up to 1. */
  readonly random?: () => number;
  /** Told of faults of the embedded AWS itself; they are never the caller's doing. */
  readonly onFault?: (error: unknown) => void;
}

export interface EmbeddedAws {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** The account's own key. */
  readonly credentials: AccessKey;
  /** Finishes what is being answered, stops functions, and lets go of the data directory. */
  close(): Promise<void>;
}

/** Starts an AWS in this process, listening on loopback only. */
export async function startEmbeddedAws(options: EmbeddedAwsOptions): Promise<EmbeddedAws> {
  const clock = options.clock ?? systemClock;
  const onFault = options.onFault ?? (() => {});
  const storage = await openStorage(options.dataDir);
  const credentials = await openCredentials(storage, clock);
  let endpoint = '';
  const realism = { ...calm, ...options.realism };
  const core: Core = { storage, clock, realism, credentials, onFault, endpoint: () => endpoint };

  const services = await openServices(core, options);
  const interference = createInterference({
    realism,
    clock,
    intervene: options.intervene,
    random: options.random ?? Math.random,
  });
  const server = createFrontDoor({ ...core, ...services, interference, asked: options.asked });
  endpoint = await listen(server, options.port).catch(async (error: unknown) => {
    await storage.close();
    throw error;
  });
  services.start();
  return {
    endpoint,
    credentials: credentials.root,
    async close() {
      services.stopWaiting();
      interference.close();
      const closed = once(server, 'close');
      server.close();
      // Functions end here, so that nobody waits for one of them to answer.
      await services.close();
      server.closeAllConnections();
      await closed;
      await storage.close();
    },
  };
}

async function listen(server: ReturnType<typeof createFrontDoor>, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
