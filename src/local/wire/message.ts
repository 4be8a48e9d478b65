import { Readable } from 'node:stream';
import { AwsError } from '../aws-error.ts';

export interface WireRequest {
  readonly method: string;
  /** As sent: percent-encoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The payload, free of transfer framing. Fails with an `AwsError` when it is not what was signed. */
  readonly body: Readable;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array | Readable;
}

/** The largest payload that is held in memory: a function's zip, base64-encoded, and what surrounds it. */
const MAX_BUFFERED_BYTES = 100 * 1024 * 1024;

/** A payload that is in memory already. */
export class BytesBody extends Readable {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    super();
    this.bytes = bytes;
  }

  override _read(): void {
    if (this.bytes.length > 0) this.push(this.bytes);
    this.push(null);
  }
}

/** The whole payload in memory; refused with `RequestEntityTooLargeException` above 100 MiB. */
export async function bufferBody(request: Pick<WireRequest, 'body'>): Promise<Buffer> {
  if (request.body instanceof BytesBody) return request.body.bytes;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > MAX_BUFFERED_BYTES) {
      throw new AwsError('RequestEntityTooLargeException', 'Request must be smaller than 104857600 bytes', {
        status: 413,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
