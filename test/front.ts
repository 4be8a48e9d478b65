import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { serve, type TestServer } from './server.ts';

/** Calls `meet` with each request before it is passed on to the AWS at `behind`; what `meet` answers itself goes no further. */
export async function frontOf(
  behind: string,
  meet: (incoming: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<TestServer> {
  return await serve(async (incoming, response) => {
    await meet(incoming, response);
    if (!response.headersSent) passOn(behind, incoming, response);
  });
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
