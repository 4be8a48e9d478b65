import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { AwsError } from '../../aws-error.ts';
import type { Visit } from './call.ts';
import { badBody, GatewayFault } from './gateway-fault.ts';

/** What API Gateway takes. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_BYTES = 10 * 1024 * 1024;

/** The whole payload; unpacked when the API has compression enabled and the client used it. */
export async function readBody({ request, definition }: Visit): Promise<Buffer> {
  if (Number(request.headers['content-length']) > MAX_BYTES) throw tooLarge();
  const body = await collect(request.body);
  return definition.minimumCompressionSize === undefined
    ? body
    : unpacked(body, request.headers['content-encoding']);
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    // Anything else than a verdict on the bytes means that the client went away.
    if (error instanceof GatewayFault || error instanceof AwsError) throw error;
    throw badBody('The request body ended early');
  }
  return Buffer.concat(chunks);
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
