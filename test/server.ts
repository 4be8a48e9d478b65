import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server of a test's own, on loopback. */
export interface TestServer {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** Answers each request so; where that fails, as it does when the client has gone away, the connection ends. */
export async function serve(
  answer: (incoming: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<TestServer> {
  const server = createServer(async (incoming, response) => {
    try {
      await answer(incoming, response);
    } catch {
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
