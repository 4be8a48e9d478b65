import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import type { Visit } from './call.ts';
import { badBody, GatewayFault } from './gateway-fault.ts';

/** What API Gateway takes. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_BYTES = 10 * 1024 * 1024;

/** The whole payload; unpacked when the API has compression enabled and the client used it. */
export async function readBody({ request, definition }: Visit): Promise<Buffer> {
  if (Number(request.headers['content-length']) > MAX_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  return definition.minimumCompressionSize === undefined
    ? body
    : unpacked(body, request.headers['content-encoding']);
}

async function unpacked(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const unpack = { gzip: promisify(gunzip), deflate: promisify(inflate) }[encoding?.toLowerCase() ?? ''];
  if (unpack === undefined) return body;
  try {
    return await unpack(body, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw badBody('Could not decompress the request body');
  }
}

function tooLarge(): GatewayFault {
  return new GatewayFault('REQUEST_TOO_LARGE', 'Request Too Long', 'RequestTooLargeException');
}
