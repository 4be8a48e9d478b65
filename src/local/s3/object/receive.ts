import type { Readable } from 'node:stream';
import { AwsError } from '../../aws-error.ts';
import type { RequestContext } from '../../service.ts';
import type { Blob, BlobStore } from '../blobs.ts';
import type { Algorithm } from '../checksum/algorithm.ts';
import { type Claims, type Digest, readClaims, verifyClaims } from '../checksum/claims.ts';
import { createDigester } from '../checksum/digester.ts';
import { withHoistedHeaders } from '../presigned.ts';

/** Bytes that are on disk and have been checked; the blob is loose. */
export interface Received {
  readonly blob: Blob;
  readonly digest: Digest;
}

/** One PutObject or UploadPart takes at most 5 GiB. */
const MAX_BYTES = 5 * 1024 ** 3;

/** What a request claims about its payload; refused when it does not even say how long it is. */
export function claimsOf({ request }: RequestContext): Claims {
  const { headers } = withHoistedHeaders(request);
  const length = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (length === undefined) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', {
      status: 411,
    });
  }
  if (Number(length) > MAX_BYTES) throw entityTooLarge(length);
  return readClaims(headers);
}

/** Takes in a request's payload, holding it against its claims; also computes `algorithms`. */
export async function receive(
  blobs: BlobStore,
  context: RequestContext,
  claims: Claims,
  algorithms: readonly Algorithm[],
): Promise<Received> {
  const promised = context.request.headers['x-amz-decoded-content-length'];
  const wanted = claims.algorithm === undefined ? algorithms : [claims.algorithm, ...algorithms];
  const received = await store(blobs, sent(context.body), wanted);
  try {
    if (promised !== undefined && Number(promised) !== received.digest.size) throw incompleteBody();
    verifyClaims(claims, received.digest, context.trailers);
  } catch (error) {
    blobs.drop([received.blob]);
    throw error;
  }
  return received;
}

/** Writes bytes to a loose blob, computing on the way. */
export async function store(
  blobs: BlobStore,
  bytes: AsyncIterable<Uint8Array>,
  algorithms: readonly Algorithm[],
): Promise<Received> {
  const digester = createDigester(algorithms);
  const blob = await blobs.write(watched(bytes, (chunk) => digester.update(chunk)));
  return { blob, digest: await digester.finish() };
}

async function* watched(
  bytes: AsyncIterable<Uint8Array>,
  watch: (chunk: Uint8Array) => void,
): AsyncIterable<Uint8Array> {
  for await (const chunk of bytes) {
    watch(chunk);
    yield chunk;
  }
}

/** A client that goes away while sending has sent too little. */
async function* sent(body: Readable): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw error instanceof AwsError ? error : incompleteBody();
  }
}

function incompleteBody(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
    { status: 400 },
  );
}

function entityTooLarge(length: string): AwsError {
  return new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    status: 400,
    fields: { ProposedSize: length, MaxSizeAllowed: MAX_BYTES },
  });
}
