import type { ChecksumType, ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3';
import type { Blob } from '../blobs.ts';
import type { Algorithm } from '../checksum/algorithm.ts';

/** One version of an object: its bytes, or the mark of its deletion. */
export type Version = StoredObject | DeleteMarker;

interface VersionBase {
  readonly key: string;
  /** Absent for the version that S3 calls `null`: written while the bucket kept no versions. */
  readonly versionId?: string;
  /** Rises with every version that is ever written. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

export interface DeleteMarker extends VersionBase {
  readonly kind: 'marker';
}

export interface StoredObject extends VersionBase, ObjectAttributes {
  readonly kind: 'object';
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** In order; an object that was uploaded in parts has one for each. */
  readonly blobs: readonly Blob[];
  readonly checksum?: Checksum | undefined;
  /** For objects uploaded in parts: each part's checksum, when parts have their own. */
  readonly partChecksums?: readonly (string | undefined)[] | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a client says about an object besides its bytes. */
export interface ObjectAttributes {
  readonly contentType: string;
  readonly cacheControl?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentLanguage?: string | undefined;
  /** As it was sent. */
  readonly expires?: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: StorageClass;
  readonly encryption: ObjectEncryption;
}

/** What answers say about encryption. The files themselves are not encrypted. */
export interface ObjectEncryption {
  readonly algorithm: ServerSideEncryption;
  readonly keyId?: string | undefined;
  readonly bucketKey?: boolean | undefined;
}

export interface Checksum {
  readonly algorithm: Algorithm;
  /** Base64; for a composite one, of the parts' checksums, with `-<number of parts>`. */
  readonly value: string;
  readonly type: ChecksumType;
}
