import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type Notification, notificationOf } from '../notifying-bucket.ts';
import { contentOf } from './contents.ts';
import type { Change } from './history.ts';
import type { ObjectModel } from './model.ts';

/** Where a history happens. */
export interface Scene {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly key: string;
  /** Objects with each content, to be copied from. */
  readonly originals: readonly string[];
}

/** Does to the bucket and to its model what is to be done; resolves to the event, if anything happened. */
export async function perform(
  scene: Scene,
  change: Change,
  model: ObjectModel,
): Promise<Notification | undefined> {
  if (change.kind === 'remove') return remove(scene, model);
  if (change.kind === 'remove version') return removeVersion(scene, model.versionAt(change.depth), model);
  const { ETag, VersionId } = await CREATIONS[change.kind](scene, change.content);
  const etag = (ETag ?? '').replaceAll('"', '');
  model.put({ content: change.content, etag, versionId: VersionId });
  return eventOf(scene, EVENTS[change.kind], { eTag: etag, versionId: VersionId });
}

const EVENTS = {
  put: 'ObjectCreated:Put',
  copy: 'ObjectCreated:Copy',
  multipart: 'ObjectCreated:CompleteMultipartUpload',
} as const;

interface Created {
  readonly ETag?: string | undefined;
  readonly VersionId?: string | undefined;
}

const CREATIONS = {
  put: ({ s3, bucket, key }: Scene, content: number): Promise<Created> =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: contentOf(content) })),

  async copy({ s3, bucket, key, originals }: Scene, content: number): Promise<Created> {
    const CopySource = `${bucket}/${originals[content]}`;
    const { CopyObjectResult, VersionId } = await s3.send(
      new CopyObjectCommand({ Bucket: bucket, Key: key, CopySource }),
    );
    return { ETag: CopyObjectResult?.ETag, VersionId };
  },

  async multipart({ s3, bucket, key }: Scene, content: number): Promise<Created> {
    const upload = { Bucket: bucket, Key: key };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload));
    const part = { ...upload, UploadId, PartNumber: 1, Body: contentOf(content) };
    const { ETag } = await s3.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    return s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }));
  },
};

async function remove(scene: Scene, model: ObjectModel): Promise<Notification> {
  const { s3, bucket, key } = scene;
  const { VersionId } = await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  model.remove(VersionId);
  const marked = VersionId !== undefined;
  return eventOf(scene, marked ? 'ObjectRemoved:DeleteMarkerCreated' : 'ObjectRemoved:Delete', {
    versionId: VersionId,
  });
}

async function removeVersion(
  scene: Scene,
  versionId: string | undefined,
  model: ObjectModel,
): Promise<Notification | undefined> {
  if (versionId === undefined) return undefined;
  const { s3, bucket, key } = scene;
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  model.removeVersion(versionId);
  return eventOf(scene, 'ObjectRemoved:Delete', { versionId });
}

function eventOf(
  { bucket, key }: Scene,
  eventName: string,
  told: { readonly eTag?: string; readonly versionId?: string | undefined },
): Notification {
  return notificationOf(bucket, eventName, key, told);
}
