import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { StoredObject } from './current-object.ts';

/** The object is no longer what it was when it was looked at: look again. */
export class ObjectChangedError extends Error {
  override readonly name = 'ObjectChangedError';
}

/**
 * The bytes of this very object from `start` up to and without `end`, both inside it. Throws `ObjectChangedError`
 * when it was replaced or deleted meanwhile, and else what S3 says.
 */
export async function getRange(
  s3: S3Client,
  { bucket, key, etag, versionId }: Pick<StoredObject, 'bucket' | 'key' | 'etag' | 'versionId'>,
  start: number,
  end: number,
): Promise<Buffer> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    VersionId: versionId,
    Range: `bytes=${start}-${end - 1}`,
    IfMatch: `"${etag}"`,
  });
  const { Body } = await s3.send(command).catch((error: unknown) => {
    throw isChange(error) ? new ObjectChangedError(`${key} changed while it was read`) : error;
  });
  return await bytesOf(Body);
}

/** The whole body of an answer. */
export async function bytesOf(body: GetObjectCommandOutput['Body']): Promise<Buffer> {
  return Buffer.from((await body?.transformToByteArray()) ?? []);
}

/** 412: another ETag. 404: deleted. 416: shorter than it was. */
function isChange(error: unknown): boolean {
  return error instanceof S3ServiceException && [404, 412, 416].includes(error.$metadata.httpStatusCode ?? 0);
}
