import { ACCOUNT_ID, PARTITION, REGION } from '../../credentials.ts';
import type { RequestContext } from '../../service.ts';
import type { Bucket } from '../buckets.ts';
import type { Version } from '../object/version.ts';
import { encodeKey } from './rules.ts';

/** Something that was done to an object. */
export interface Happening {
  /** Without `s3:`: `ObjectCreated:Put`. */
  readonly event: string;
  readonly version: Version;
  /** Orders what happens to one key. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly by: Pick<RequestContext, 'caller' | 'requestId'>;
}

/**
 * The message about a happening.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function messageAbout(happening: Happening, bucket: Bucket, ruleId: string): string {
  const { event, time, by } = happening;
  const record = {
    eventVersion: event.startsWith('ObjectTagging') ? '2.3' : '2.1',
    eventSource: 'aws:s3',
    awsRegion: REGION,
    eventTime: new Date(time).toISOString(),
    eventName: event,
    userIdentity: { principalId: `AWS:${by.caller.userId}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': by.requestId, 'x-amz-id-2': 'local' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: ruleId,
      bucket: {
        name: bucket.name,
        ownerIdentity: { principalId: ACCOUNT_ID },
        arn: bucketArn(bucket.name),
      },
      object: describe(happening, bucket),
    },
  };
  return JSON.stringify({ Records: [record] });
}

export function bucketArn(name: string): string {
  return `arn:${PARTITION}:s3:::${name}`;
}

function describe({ event, version, sequence }: Happening, bucket: Bucket) {
  return {
    key: encodeKey(version.key),
    ...(event === 'ObjectRemoved:Delete' ? {} : content(version)),
    ...(bucket.versioning === undefined ? {} : { versionId: version.versionId ?? 'null' }),
    sequencer: sequence.toString(16).toUpperCase().padStart(16, '0'),
  };
}

function content(version: Version) {
  return version.kind === 'object' ? { size: version.size, eTag: version.etag } : { eTag: MD5_OF_NOTHING };
}

const MD5_OF_NOTHING = 'd41d8cd98f00b204e9800998ecf8427e';
