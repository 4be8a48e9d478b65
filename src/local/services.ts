import { createApiGateway } from './apigateway/service.ts';
import { type Authority, createAuthority, type PolicySources } from './authorise.ts';
import { createCloudWatch } from './cloudwatch/service.ts';
import { createDynamoDb } from './dynamodb/service.ts';
import type { SideDoor } from './front-door.ts';
import { createHealth } from './health.ts';
import { createIam } from './iam/service.ts';
import type { Core, TopicPublisher } from './internal.ts';
import { createLambda } from './lambda/service.ts';
import { createLogs } from './logs/service.ts';
import { createMailbox } from './mailbox.ts';
import { createTagging } from './resourcegroupstaggingapi/service.ts';
import { createS3 } from './s3/service.ts';
import type { Service } from './service.ts';
import { createSns } from './sns/service.ts';
import { createSqs } from './sqs/service.ts';
import { createSts } from './sts/service.ts';

export interface Services {
  readonly authority: Authority;
  readonly services: readonly Service[];
  readonly sideDoors: readonly SideDoor[];
  /** Takes up what was under way when the data directory was last closed; called once the server listens. */
  start(): void;
  /** Answers the requests that only wait for something to happen; called before the server stops. */
  stopWaiting(): void;
  /** Stops background work and child processes. */
  close(): Promise<void>;
}

export interface ServiceOptions {
  /** The waits before an asynchronous event's second and third run of its function. */
  readonly asyncRetrySeconds?: readonly [number, number];
}

/** A service whose resources have policies. */
interface PolicyKeeper {
  readonly policyOf: PolicySources['ofResource'];
}

/** Every service, each given the others that it calls. */
export async function openServices(core: Core, options: ServiceOptions = {}): Promise<Services> {
  // Alarms and functions publish to topics, and topics deliver to functions and queues.
  const topics: TopicPublisher = { publish: (...message) => sns.publisher.publish(...message) };
  const logs = await createLogs(core);
  const cloudWatch = await createCloudWatch(core, { topics });
  const dynamoDb = await createDynamoDb(core, cloudWatch.sink);
  const iam = await createIam(core);
  const authority = createAuthority({
    clock: core.clock,
    ofRole: iam.ofRole,
    ofResource: (arn) => policyKeepers()[arn.split(':')[2] ?? '']?.policyOf(arn),
  });
  const policyKeepers = (): Readonly<Record<string, PolicyKeeper>> => ({ iam, s3, sqs, sns, lambda });
  const sqs = await createSqs(core, { metrics: cloudWatch.sink });
  const lambda = await createLambda(core, {
    roles: iam.roleStore,
    logs: logs.sink,
    metrics: cloudWatch.sink,
    queues: sqs.sink,
    topics,
    permissions: authority,
    retryDelaysSeconds: options.asyncRetrySeconds,
  });
  const { mailbox, sideDoor: mailDoor } = await createMailbox(core);
  const destinations = { queues: sqs.sink, functions: lambda.invoker, metrics: cloudWatch.sink, mailbox };
  const sns = await createSns(core, destinations);
  const s3 = await createS3(core, { functions: lambda.invoker, queues: sqs.sink, topics });
  const apiGateway = await createApiGateway(core, {
    roles: iam.roleStore,
    metrics: cloudWatch.sink,
    authority,
  });
  // IAM is not among them: on AWS, too, roles are not found by their tags.
  const tagged = [logs, cloudWatch, dynamoDb, sqs, lambda, sns, s3, apiGateway].map((it) => it.tagged);
  const parts = [logs, cloudWatch, dynamoDb, sqs, lambda, s3];
  return {
    authority,
    services: [
      createSts(core, iam.roles),
      iam.service,
      sns.service,
      createTagging(core, tagged),
      apiGateway.service,
      apiGateway.executeApi,
      ...parts.map(({ service }) => service),
    ],
    sideDoors: [createHealth(core), mailDoor, sns.sideDoor, lambda.sideDoor, apiGateway.sideDoor],
    start() {
      for (const part of parts) part.start();
    },
    stopWaiting: sqs.stopWaiting,
    async close() {
      // Those that are called by others go last.
      for (const part of parts.toReversed()) await part.close();
    },
  };
}
