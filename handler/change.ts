import { paddedSequencer } from './record.ts';

/** What one record of a notification says: this key changed. What it is now, only the bucket knows. */
export interface Change {
  readonly bucket: string;
  /** Decoded: exactly the object's name. */
  readonly key: string;
  /** Padded, so that it compares as a string with others of the same key. */
  readonly sequencer: string;
  /** `removed` is all that is no creation: deletions, delete markers, expiry. */
  readonly kind: 'created' | 'removed';
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string;
  /** Without quotes. */
  readonly etag?: string | undefined;
  readonly versionId?: string | undefined;
  /** Bytes; absent for a removal. */
  readonly size?: number | undefined;
}

/** A record that `filepipe reconcile` sends instead of S3: nothing has happened, but the row may not fit the object. */
export interface Replay {
  readonly kind: 'replay';
  readonly bucket: string;
  /** Decoded: exactly the object's name. */
  readonly key: string;
}

/** The `eventSource` of replays. */
export const REPLAY_SOURCE = 'filepipe:replay';

/**
 * The records of an S3 notification, unread; none for the test message that S3 sends when a notification is
 * set up. Throws when the event is something else.
 */
export function recordsOf(event: unknown): readonly unknown[] {
  const { Records, Event } = (event ?? {}) as { Records?: unknown; Event?: unknown };
  if (Array.isArray(Records)) return Records;
  if (Event === 's3:TestEvent') return [];
  throw new Error('the event is not an S3 notification: it has no Records');
}

/** Reads one record. Throws when it does not say which object it is about or, unless a replay, in what order. */
export function requestOf(record: unknown): Change | Replay {
  const { eventSource, s3 } = (record ?? {}) as S3EventRecord;
  if (eventSource !== REPLAY_SOURCE) return changeOf(record);
  return {
    kind: 'replay',
    bucket: required('s3.bucket.name', s3?.bucket?.name),
    key: decodeKey(required('s3.object.key', s3?.object?.key)),
  };
}

/** The key of a record that may be unreadable, for a message about it. */
export function keyAsSent(record: unknown): string {
  const { s3 } = (record ?? {}) as S3EventRecord;
  return s3?.object?.key ?? '(a record without a key)';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
interface S3EventRecord {
  readonly eventSource?: string;
  readonly eventName?: string;
  readonly eventTime?: string;
  readonly s3?: {
    readonly bucket?: { readonly name?: string };
    readonly object?: {
      readonly key?: string;
      readonly size?: number;
      readonly eTag?: string;
      readonly versionId?: string;
      readonly sequencer?: string;
    };
  };
}

function changeOf(record: unknown): Change {
  const { eventName, eventTime, s3 } = (record ?? {}) as S3EventRecord;
  const object = s3?.object;
  return {
    bucket: required('s3.bucket.name', s3?.bucket?.name),
    key: decodeKey(required('s3.object.key', object?.key)),
    sequencer: paddedSequencer(required('s3.object.sequencer', object?.sequencer)),
    kind: required('eventName', eventName).startsWith('ObjectCreated:') ? 'created' : 'removed',
    time: new Date(required('eventTime', eventTime)).toISOString(),
    etag: object?.eTag,
    versionId: object?.versionId,
    size: object?.size,
  };
}

function required(name: string, value: string | undefined): string {
  if (typeof value !== 'string' || value === '') throw new Error(`the event record has no ${name}`);
  return value;
}

/** Keys are encoded as in a form: a space is sent as `+`, and a plus sign as `%2B`. */
function decodeKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}
