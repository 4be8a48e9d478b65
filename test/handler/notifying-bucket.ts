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
  return {
    name,
    put: async (key, body) => {
      const answer = await s3.send(
        new PutObjectCommand({ Bucket: name, Key: key, Body: body, ContentLength: body.length }),
      );
      const eTag = answer.ETag?.replaceAll('"', '');
      return notificationOf(name, 'ObjectCreated:Put', key, {
        size: body.length,
        eTag,
        versionId: answer.VersionId,
      });
    },
    remove: async (key, versionId) => {
      const removal = new DeleteObjectCommand({ Bucket: name, Key: key, VersionId: versionId });
      const answer = await s3.send(removal);
      const marked = answer.DeleteMarker === true && versionId === undefined;
      const eventName = marked ? 'ObjectRemoved:DeleteMarkerCreated' : 'ObjectRemoved:Delete';
      return notificationOf(name, eventName, key, { versionId: answer.VersionId });
    },
  };
}

let changes = 0;

/** What S3 sends about a change that happened after all those that it was asked about before. */
export function notificationOf(
  bucket: string,
  eventName: string,
  key: string,
  told: Omit<EventRecord['s3']['object'], 'key' | 'sequencer'>,
): Notification {
  changes += 1;
  const object = { key: encodeKey(key), ...told, sequencer: sequencerOf(changes) };
  const eventTime = new Date(Date.UTC(2026, 0, 1) + changes * 1234).toISOString();
  return { Records: [{ eventName, eventTime, s3: { bucket: { name: bucket }, object } }] };
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
