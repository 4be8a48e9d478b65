import * as sdk from '@aws-sdk/client-sqs';
import type { PolicySources } from '../authorise.ts';
import type { Core, MetricSink, QueueSink, TaggedResources } from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import { awsJson } from '../wire/aws-json.ts';
import { awsQuery } from '../wire/aws-query.ts';
import { sqsAccess } from './access.ts';
import { depthMetrics, depthOf } from './depth.ts';
import { messageOperations } from './message-operations.ts';
import { openMessages } from './message-store.ts';
import { queueOperations } from './queue-operations.ts';
import { nameInArn, openQueues, queueArn } from './queue-store.ts';
import { createReceiver } from './receive.ts';
import { createSend } from './send.ts';

export interface Sqs {
  readonly service: Service;
  readonly sink: QueueSink;
  readonly tagged: TaggedResources;
  /** The policy of the queue with this ARN. */
  readonly policyOf: PolicySources['ofResource'];
  /** Answers those who wait for a message, empty-handed. */
  stopWaiting(): void;
  start(): void;
  close(): void;
}

/** Standard queues. */
export async function createSqs(core: Core, ports: { readonly metrics: MetricSink }): Promise<Sqs> {
  const queues = await openQueues(core);
  const messages = await openMessages(core, changed);
  const receiver = createReceiver(core, queues, messages);
  const metrics = depthMetrics(core, ports.metrics, queues, messages);
  const send = createSend(core, messages);
  const service = defineService({
    name: 'sqs',
    sdk,
    protocols: { json: awsJson('1.0'), query: awsQuery('http://queue.amazonaws.com/doc/2012-11-05/') },
    validationCode: 'MissingParameter',
    operations: {
      ...queueOperations(core, {
        queues,
        messages,
        depth: (queue) => depthOf(messages, queue, core.clock.now()),
      }),
      ...messageOperations(core, { queues, messages, send, receiver }),
    },
    access: sqsAccess,
  });
  return {
    service,
    sink: {
      async send(queueArn, body) {
        const queue = queues.find(nameInArn(queueArn) ?? '');
        if (queue === undefined) return false;
        send(queue, { MessageBody: body });
        await core.storage.settled();
        return true;
      },
    },
    tagged: {
      list: () => queues.list().map(({ name, tags }) => ({ arn: queueArn(name), type: 'sqs:queue', tags })),
    },
    policyOf: (arn) => queues.find(nameInArn(arn) ?? '')?.attributes['Policy'] || undefined,
    start: metrics.start,
    stopWaiting: receiver.stopWaiting,
    close: metrics.close,
  };

  function changed(name: string): void {
    receiver.wake(name);
    metrics.changed(name);
  }
}
