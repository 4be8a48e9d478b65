import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** A way to an AWS on which something happens. */
export interface Front {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** Calls `meet` with each request before it is passed on to the AWS at `behind`; what `meet` answers itself goes no further. */
export async function frontOf(
  behind: string,
  meet: (incoming: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Front> {
  const server = createServer(async (incoming, response) => {
    await meet(incoming, response);
    if (!response.headersSent) passOn(behind, incoming, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Whichever side goes away takes the other with it, as on a direct way: that is no error of the front. */
function passOn(behind: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/' } = incoming;
  const onward = request(new URL(url, behind), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, response, () => {});
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
