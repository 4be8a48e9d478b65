import { type MessagePort, parentPort } from 'node:worker_threads';
import { describeSource } from './describe-source.ts';
import type { Order, Reply } from './messages.ts';
import { rangedSource } from './ranged-source.ts';
import { UnreadableError } from './unreadable-error.ts';

if (parentPort !== null) serve(parentPort);

/** Describes one file at a time, asking for its bytes through the port. */
function serve(port: MessagePort): void {
  let waiting: { readonly got: (bytes: Buffer) => void; readonly failed: (error: Error) => void } | undefined;
  const tell = (reply: Reply) => port.postMessage(reply);

  async function describe({ id, name, size, beginning }: Order & { kind: 'describe' }): Promise<void> {
    const source = rangedSource(
      size,
      (start, end) =>
        new Promise((got, failed) => {
          waiting = { got, failed };
          tell({ kind: 'fetch', id, start, end });
        }),
      beginning && bufferOver(beginning),
    );
    const description = await describeSource(source, name);
    tell({ kind: 'described', id, described: { ...description, usage: { ...source.usage } } });
  }

  port.on('message', (order: Order) => {
    if (order.kind === 'describe') void describe(order);
    else if (order.kind === 'bytes') waiting?.got(bufferOver(order.bytes));
    else waiting?.failed(new UnreadableError(order.why));
  });
}

/** A message's bytes as a Buffer, without another copy. */
function bufferOver({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
