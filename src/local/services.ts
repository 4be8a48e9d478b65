import { createCloudWatch } from './cloudwatch/service.ts';
import { createDynamoDb } from './dynamodb/service.ts';
import type { SideDoor } from './front-door.ts';
import { createHealth } from './health.ts';
import { createIam } from './iam/service.ts';
import type { Core, TopicPublisher } from './internal.ts';
import { createLogs } from './logs/service.ts';
import { createMailbox } from './mailbox.ts';
import type { Service } from './service.ts';
import { createSqs } from './sqs/service.ts';
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
export async function openServices(core: Core): Promise<Services> {
  const topics: TopicPublisher = { publish: async () => false };
  const logs = await createLogs(core);
  const cloudWatch = await createCloudWatch(core, { topics });
  const dynamoDb = await createDynamoDb(core, cloudWatch.sink);
  const iam = await createIam(core);
  const sqs = await createSqs(core, { metrics: cloudWatch.sink });
  const { sideDoor: mailDoor } = await createMailbox(core);
  const parts = [logs, cloudWatch, dynamoDb, sqs];
  return {
    services: [createSts(), iam.service, ...parts.map(({ service }) => service)],
    sideDoors: [createHealth(core), mailDoor],
    start() {
      for (const part of parts) part.start();
    },
    async close() {
      // Those that are called by others go last.
      for (const part of parts.toReversed()) await part.close();
    },
  };
}
