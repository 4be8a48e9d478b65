import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { FilepipeError } from '../errors.ts';
import type { Source } from './sources.ts';

/** Where to look for a file that was uploaded. */
export interface Stored {
  readonly bucket: string;
  /** Undefined for whichever is the current one. */
  readonly versionId?: string | undefined;
}

/** Downloads the object and fails unless it is, byte for byte, the file that was uploaded. */
export async function requireSameBytes(
  s3: S3Client,
  { bucket, versionId }: Stored,
  source: Source,
  abortSignal: AbortSignal,
): Promise<void> {
  const get = new GetObjectCommand({ Bucket: bucket, Key: source.key, VersionId: versionId });
  const { Body } = await s3.send(get, { abortSignal });
  if (!(Body instanceof Readable)) throw new FilepipeError(`${source.key} has no content`);
  const [sent, stored] = await Promise.all([sha256(createReadStream(source.path)), sha256(Body)]);
  if (sent !== stored) throw new FilepipeError(`${source.key} came back with other bytes`);
}

async function sha256(content: Readable): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(content, hash);
  return hash.digest('hex');
}
