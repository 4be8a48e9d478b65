import { AbortMultipartUploadCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Source } from './sources.ts';
import { withSteadyFile } from './steady-file.ts';

export interface Bucket {
  readonly name: string;
  /** A bucket of this name that belongs to another account is refused. */
  readonly accountId: string;
}

/** An object that S3 has confirmed. */
export interface Uploaded {
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  /** Absent in a bucket that was never versioned. */
  readonly versionId?: string;
  readonly bytes: number;
  /** How many pieces it was sent in. */
  readonly parts: number;
}

export interface UploadOptions {
  readonly signal: AbortSignal;
  /** Told how many bytes of this file have arrived so far. */
  readonly progress?: (bytes: number) => void;
}

const MIB = 1024 * 1024;
const MIN_PART_BYTES = 8 * MIB;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_PARTS = 10_000;
const PARTS_AT_ONCE = 4;

/**
 * Stores a file of any size as an object, in one piece or in several; memory stays within a few parts. The SDK
 * adds checksums, which S3 compares. A file that changes while it is read, or an abort, leaves no object and no
 * parts behind.
 */
export async function uploadFile(
  s3: S3Client,
  bucket: Bucket,
  source: Source,
  { signal, progress }: UploadOptions,
): Promise<Uploaded> {
  signal.throwIfAborted();
  return withSteadyFile(source.path, signal, async ({ bytes, body }) => {
    const partSize = partBytes(bytes);
    const upload = new Upload({
      client: stoppable(s3, signal),
      queueSize: PARTS_AT_ONCE,
      partSize,
      params: {
        Bucket: bucket.name,
        ExpectedBucketOwner: bucket.accountId,
        Key: source.key,
        Body: body,
        ContentType: source.contentType,
      },
    });
    upload.on('httpUploadProgress', ({ loaded = 0 }) => progress?.(loaded));
    const { ETag = '', VersionId } = await orReason(signal, upload.done());
    return {
      key: source.key,
      etag: ETag.replaceAll('"', ''),
      ...(VersionId !== undefined && { versionId: VersionId }),
      bytes,
      parts: Math.max(Math.ceil(bytes / partSize), 1),
    };
  });
}

/** Whole MiB, and as many as it takes for the parts to be no more than S3 allows. */
export function partBytes(bytes: number): number {
  return Math.max(MIN_PART_BYTES, Math.ceil(bytes / MAX_PARTS / MIB) * MIB);
}

/** How many requests of S3's writing kind it takes to store a file of so many bytes. */
export function requestsFor(bytes: number): number {
  const parts = Math.ceil(bytes / partBytes(bytes));
  return parts > 1 ? parts + BEGIN_AND_COMPLETE : 1;
}

const BEGIN_AND_COMPLETE = 2;

/**
 * The same client, but every request ends with the signal, except the one that cleans up. An `Upload` can be
 * aborted, but does not wait for its parts to be gone.
 */
function stoppable(s3: S3Client, signal: AbortSignal): S3Client {
  const send = (command: Parameters<S3Client['send']>[0]) =>
    s3.send(command, command instanceof AbortMultipartUploadCommand ? {} : { abortSignal: signal });
  return new Proxy(s3, { get: (client, name) => (name === 'send' ? send : Reflect.get(client, name)) });
}

async function orReason<T>(signal: AbortSignal, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
