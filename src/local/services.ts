import type { SideDoor } from './front-door.ts';
import type { Core } from './internal.ts';
import type { Service } from './service.ts';
import { createSts } from './sts/service.ts';

export interface Services {
  readonly services: readonly Service[];
  readonly sideDoors: readonly SideDoor[];
  /** Takes up what was under way when the data directory was last closed; called once the server listens. */
  start(): void;
  /** Stops background work and child processes. */
  close(): Promise<void>;
}

/** Every service, each given the others that it calls. */
export async function openServices(_core: Core): Promise<Services> {
  const sts = createSts();
  return {
    services: [sts],
    sideDoors: [],
    start() {},
    async close() {},
  };
}
