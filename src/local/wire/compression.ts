import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AwsError } from '../aws-error.ts';
import type { WireRequest } from './message.ts';

/** The request with its payload unpacked: clients compress large inputs, PutMetricData's for one. */
export function unpacked<Request extends WireRequest>(request: Request): Request {
  if (request.headers['content-encoding'] !== 'gzip') return request;
  return { ...request, body: Readable.from(gunzip(request.body)) };
}

async function* gunzip(body: Readable): AsyncIterable<Buffer> {
  try {
    yield* pipeline(body, createGunzip(), () => {});
  } catch (cause) {
    if (cause instanceof AwsError) throw cause;
    throw new AwsError('SerializationException', 'The request body is not in the gzip format', { cause });
  }
}
