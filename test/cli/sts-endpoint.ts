import { onTestFinished } from 'vitest';
import { freePort } from '../free-port.ts';
import { serve } from '../server.ts';

/** An endpoint that refuses every call as AWS's query protocol does, with the given error. Returns its URL. */
export async function refusingEndpoint(code: string, message: string, status: number): Promise<string> {
  return listening((_, response) => {
    response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': 'REQ-1' });
    response.end(
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>` +
        `<Code>${code}</Code><Message>${message}</Message></Error><RequestId>REQ-1</RequestId></ErrorResponse>`,
    );
  });
}

/** Something that speaks HTTP and is not AWS. Returns its URL. */
export async function webServer(status: number): Promise<string> {
  return listening((_, response) => {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.end('<html><body>hello</body></html>');
  });
}

/** An endpoint that takes every call and never answers. Returns its URL. */
export async function silentEndpoint(): Promise<string> {
  return listening(() => {});
}

/** A URL on which nothing listens. */
export async function deadEndpoint(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`;
}

async function listening(answer: Parameters<typeof serve>[0]): Promise<string> {
  const { endpoint, close } = await serve(answer);
  onTestFinished(close);
  return endpoint;
}
