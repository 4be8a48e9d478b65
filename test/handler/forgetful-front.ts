import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to the AWS at `behind` on which S3 answers every HEAD with 404 unless it names a version. */
export async function forgetfulFrontOf(
  behind: string,
): Promise<{ endpoint: string; close: () => Promise<void> }> {
  const server = createServer((incoming, response) => {
    if (incoming.method === 'HEAD' && !incoming.url?.includes('versionId=')) response.writeHead(404).end();
    else passOn(behind, incoming, response);
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

function passOn(endpoint: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/' } = incoming;
  const onward = request(new URL(url, endpoint), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  incoming.pipe(onward);
}
