import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';
import { AwsError } from './aws-error.ts';
import { hmac, type Signature, sameText, sha256Hex } from './signature.ts';
import { BytesBody, bufferBody, type WireRequest } from './wire/message.ts';

/** A signed request's payload with its framing taken off. */
export interface SignedBody {
  /** Fails, when it is read, if it is not what was signed. */
  readonly body: Readable;
  /** The trailing headers, names in lower case; complete once the body has ended. */
  readonly trailers: ReadonlyMap<string, string>;
}

type Payload = Pick<WireRequest, 'body' | 'headers'>;

/** The payload that `signature` covers. A short one is held against it at once: fails if it is another. */
export async function signedBody(
  request: Payload,
  signature: Signature,
  signingKey: Buffer,
): Promise<SignedBody> {
  const { payloadHash } = signature;
  if (payloadHash === 'UNSIGNED-PAYLOAD') return { body: request.body, trailers: new Map() };
  if (payloadHash.startsWith('STREAMING-')) {
    const { transform, trailers } = chunkedBody(signature, signingKey);
    return { body: through(transform, request.body), trailers };
  }
  const body = isShort(request)
    ? await checkedBytes(request, payloadHash)
    : through(hashedBody(payloadHash), request.body);
  return { body, trailers: new Map() };
}

/** An error in either stream reaches whoever reads the transform. */
function through(transform: Transform, body: Readable): Readable {
  return pipeline(body, transform, () => {});
}

/** A stream costs more than to hold so many bytes. */
const SHORT_BYTES = 64 * 1024;

function isShort({ body, headers }: Payload): boolean {
  return body instanceof BytesBody || Number(headers['content-length'] ?? Number.NaN) <= SHORT_BYTES;
}

async function checkedBytes(request: Payload, expected: string): Promise<BytesBody> {
  const bytes = await bufferBody(request).catch((error: unknown) => {
    throw error instanceof AwsError ? error : incomplete();
  });
  if (!sameText(sha256Hex(bytes), expected)) throw hashMismatch();
  return new BytesBody(bytes);
}

function hashedBody(expected: string): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(sameText(hash.digest('hex'), expected) ? null : hashMismatch());
    },
  });
}

/**
 * Takes `aws-chunked` framing off: `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n` … `0…\r\n`, then
 * trailing headers. Chunk signatures are checked where the request promises them.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
function chunkedBody(signature: Signature, signingKey: Buffer) {
  const trailers = new Map<string, string>();
  const checker = signature.payloadHash.includes('UNSIGNED')
    ? undefined
    : chunkChecker(signature, signingKey);
  let pending: Buffer = Buffer.alloc(0);
  let left = 0;
  let state: 'size' | 'data' | 'gap' | 'trailers' | 'end' = 'size';

  const transform = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      guarded(done, () => {
        pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
        while (step()) {}
      });
    },
    flush(done) {
      guarded(done, () => {
        if (state !== 'end') throw incomplete();
      });
    },
  });
  return { transform, trailers };

  /** Reads one piece of the framing; false when it needs more bytes. */
  function step(): boolean {
    if (state === 'end') return false;
    return state === 'data' ? stepData() : stepLine();
  }

  function stepData(): boolean {
    if (pending.length === 0) return false;
    const piece = pending.subarray(0, left);
    pending = pending.subarray(piece.length);
    left -= piece.length;
    checker?.update(piece);
    transform.push(piece);
    if (left === 0) state = 'gap';
    return true;
  }

  function stepLine(): boolean {
    const end = pending.indexOf('\r\n');
    if (end < 0) {
      if (pending.length > MAX_LINE_BYTES) throw incomplete();
      return false;
    }
    const line = pending.toString('latin1', 0, end);
    pending = pending.subarray(end + 2);
    if (state === 'gap') endChunk(line);
    else if (state === 'size') startChunk(line);
    else readTrailer(line);
    return true;
  }

  function startChunk(line: string): void {
    const [size = '', extension = ''] = line.split(';');
    if (!/^[0-9a-fA-F]{1,12}$/.test(size)) throw incomplete();
    left = Number.parseInt(size, 16);
    checker?.expect(extension.replace('chunk-signature=', ''));
    if (left > 0) {
      state = 'data';
      return;
    }
    checker?.verify();
    state = 'trailers';
  }

  function endChunk(line: string): void {
    if (line !== '') throw incomplete();
    checker?.verify();
    state = 'size';
  }

  function readTrailer(line: string): void {
    if (line === '') {
      checker?.verifyTrailers(trailers);
      state = 'end';
      return;
    }
    const colon = line.indexOf(':');
    if (colon < 1) throw incomplete();
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

/** Longer than any chunk header or trailer that a client sends. */
const MAX_LINE_BYTES = 16 * 1024;

/** Each chunk's signature covers the one before it, starting with the request's own. */
function chunkChecker({ timestamp, scope, signature, payloadHash }: Signature, key: Buffer) {
  let previous = signature;
  let expected = '';
  let hash = createHash('sha256');
  const check = (text: string, given: string) => {
    const wanted = hmac(key, text).toString('hex');
    if (!sameText(wanted, given)) throw signatureMismatch();
    previous = wanted;
  };
  return {
    expect(given: string) {
      expected = given;
      hash = createHash('sha256');
    },
    update(bytes: Buffer) {
      hash.update(bytes);
    },
    verify() {
      const parts = [
        'AWS4-HMAC-SHA256-PAYLOAD',
        timestamp,
        scope,
        previous,
        sha256Hex(''),
        hash.digest('hex'),
      ];
      check(parts.join('\n'), expected);
    },
    verifyTrailers(trailers: Map<string, string>) {
      const given = trailers.get('x-amz-trailer-signature');
      if (given === undefined) {
        if (payloadHash.endsWith('-TRAILER')) throw signatureMismatch();
        return;
      }
      trailers.delete('x-amz-trailer-signature');
      const lines = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('');
      check(['AWS4-HMAC-SHA256-TRAILER', timestamp, scope, previous, sha256Hex(lines)].join('\n'), given);
    },
  };
}

function guarded(done: TransformCallback, run: () => void): void {
  try {
    run();
    done();
  } catch (error) {
    done(error as Error);
  }
}

function hashMismatch(): AwsError {
  return new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { status: 400 },
  );
}

function signatureMismatch(): AwsError {
  return new AwsError('SignatureDoesNotMatch', 'The signature of a chunk does not match what was computed.', {
    status: 403,
  });
}

function incomplete(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
    { status: 400 },
  );
}
