import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** A bucket whose changes come back as the notifications that S3 would send, to be delivered as a test likes. */
export interface NotifyingBucket {
  readonly name: string;
  readonly put: (key: string, body: string) => Promise<Notification>;
  /** Without `versionId` the current object, which leaves a delete marker where versions are kept. */
  readonly remove: (key: string, versionId?: string) => Promise<Notification>;
}

export interface Notification {
  readonly Records: readonly EventRecord[];
}

export interface EventRecord {
  readonly eventName: string;
  readonly eventTime: string;
  readonly s3: {
    readonly bucket: { readonly name: string };
    readonly object: {
      readonly key: string;
      readonly size?: number;
      readonly eTag?: string | undefined;
      readonly versionId?: string | undefined;
      readonly sequencer: string;
    };
  };
}

export function notifyingBucket(s3: S3Client, name: string): NotifyingBucket {
  let changes = 0;
  const notification = (
    eventName: string,
    object: Omit<EventRecord['s3']['object'], 'sequencer'>,
  ): Notification => {
    changes += 1;
    const sequencer = sequencerOf(changes);
    const eventTime = new Date(Date.UTC(2026, 0, 1) + changes * 1234).toISOString();
    return {
      Records: [{ eventName, eventTime, s3: { bucket: { name }, object: { ...object, sequencer } } }],
    };
  };
  return {
    name,
    put: async (key, body) => {
      const answer = await s3.send(
        new PutObjectCommand({ Bucket: name, Key: key, Body: body, ContentLength: body.length }),
      );
      const eTag = answer.ETag?.replaceAll('"', '');
      const versionId = answer.VersionId;
      return notification('ObjectCreated:Put', { key: encodeKey(key), size: body.length, eTag, versionId });
    },
    remove: async (key, versionId) => {
      const removal = new DeleteObjectCommand({ Bucket: name, Key: key, VersionId: versionId });
      const answer = await s3.send(removal);
      const marked = answer.DeleteMarker === true && versionId === undefined;
      const eventName = marked ? 'ObjectRemoved:DeleteMarkerCreated' : 'ObjectRemoved:Delete';
      return notification(eventName, { key: encodeKey(key), versionId: answer.VersionId });
    },
  };
}

/** The i-th of a row of growing sequencers whose lengths differ, as S3's may. */
export function sequencerOf(i: number): string {
  const digits = i.toString(16).toUpperCase().padStart(8, '0');
  return i % 3 === 0 ? `${digits}80` : digits;
}

/** As S3 does it: like a form field, but slashes stay. */
function encodeKey(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');
}
