import {
  type DeleteMarkerEntry,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import type { Clients } from '../clients.ts';

type Aws = Pick<Clients, 's3'>;

/** A bucket, and whose it has to be. */
export type OwnedBucket = { readonly Bucket: string; readonly ExpectedBucketOwner: string };

/** Part of a listing, and whether it goes on. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

/** A version or a delete marker. */
export interface ListedVersion {
  readonly Key: string;
  readonly VersionId: string | undefined;
  readonly marker: boolean;
  readonly latest: boolean;
  /** None of a delete marker. */
  readonly bytes: number;
}

interface ListedUpload {
  readonly Key: string;
  readonly UploadId: string | undefined;
}

/** Every version and delete marker, also of a bucket that was never versioned, up to 1,000 a page. */
export async function* versionPages({ s3 }: Aws, bucket: OwnedBucket): AsyncGenerator<Page<ListedVersion>> {
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    page = await s3.send(
      new ListObjectVersionsCommand({
        ...bucket,
        ...ENCODED,
        KeyMarker: page && nameIn(page, page.NextKeyMarker),
        VersionIdMarker: page?.NextVersionIdMarker,
      }),
    );
    const { Versions = [], DeleteMarkers = [] } = page;
    const listed = listedIn(page);
    const items = [
      ...Versions.map((version) => ({ ...listed(version), marker: false, bytes: version.Size ?? 0 })),
      ...DeleteMarkers.map((marker) => ({ ...listed(marker), marker: true, bytes: 0 })),
    ];
    yield { items, more: page.IsTruncated ?? false };
  } while (page.IsTruncated);
}

/** Every upload that was begun and neither completed nor aborted, up to 1,000 a page. */
export async function* uploadPages({ s3 }: Aws, bucket: OwnedBucket): AsyncGenerator<Page<ListedUpload>> {
  let page: ListMultipartUploadsCommandOutput | undefined;
  do {
    page = await s3.send(
      new ListMultipartUploadsCommand({
        ...bucket,
        ...ENCODED,
        KeyMarker: page && nameIn(page, page.NextKeyMarker),
        UploadIdMarker: page?.NextUploadIdMarker,
      }),
    );
    const { Uploads = [], ...listing } = page;
    const items = Uploads.map(({ Key, UploadId }) => ({ Key: nameIn(listing, Key) ?? '', UploadId }));
    yield { items, more: page.IsTruncated ?? false };
  } while (page.IsTruncated);
}

/** Keys may have characters that XML cannot hold. */
export const ENCODED = { EncodingType: 'url' } as const;

/** A name in a listing. Encoded as in a form, where a plus is a space, if the listing says so: not every AWS that is not AWS does it. */
export function nameIn(
  { EncodingType }: { readonly EncodingType?: string | undefined },
  text: string | undefined,
) {
  if (EncodingType !== 'url' || text === undefined) return text;
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function listedIn(listing: ListObjectVersionsCommandOutput) {
  return ({ Key, VersionId, IsLatest }: DeleteMarkerEntry) => ({
    Key: nameIn(listing, Key) ?? '',
    VersionId,
    latest: IsLatest ?? false,
  });
}
