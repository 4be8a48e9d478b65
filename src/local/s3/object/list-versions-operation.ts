import type * as sdk from '@aws-sdk/client-s3';
import type { Operations } from '../../service.ts';
import { type Buckets, OWNER_ID } from '../buckets.ts';
import { invalidArgument } from '../errors.ts';
import type { Position } from '../ordered-key.ts';
import { lastModified } from './conditions.ts';
import { listingText, pageLimit } from './listing-input.ts';
import { quoted } from './output.ts';
import { after, type Page, readPage } from './page.ts';
import type { StoredObject, Version } from './version.ts';
import { sequenceOf } from './version-id.ts';
import { newestFirst, type VersionTable } from './version-table.ts';

interface ListedVersion {
  readonly key: string;
  readonly version: Version;
  readonly latest: boolean;
}

/** All versions and delete markers of a bucket. */
export function listVersionsOperation(buckets: Buckets, versions: VersionTable): Operations<typeof sdk> {
  return {
    async listObjectVersions(input) {
      const { name } = buckets.require(input);
      const text = listingText(input.EncodingType);
      const { Prefix: prefix = '', Delimiter: delimiter = '' } = input;
      const limit = pageLimit(input.MaxKeys, 'max-keys');
      const start = await startOf(name, input, prefix, delimiter);
      const page = await readPage((position) => withLatest(name, position), {
        prefix,
        delimiter,
        start,
        limit,
      });
      const listed = page.items.map(({ version, latest }) => ({
        version,
        common: {
          Key: text(version.key),
          VersionId: version.versionId ?? 'null',
          IsLatest: latest,
          LastModified: lastModified(version),
          Owner: { ID: OWNER_ID },
        },
      }));
      return {
        Name: name,
        Prefix: text(prefix),
        Delimiter: input.Delimiter === undefined ? undefined : text(input.Delimiter),
        KeyMarker: text(input.KeyMarker ?? ''),
        VersionIdMarker: input.VersionIdMarker ?? '',
        ...nextMarkers(page, text),
        MaxKeys: limit,
        EncodingType: input.EncodingType,
        IsTruncated: page.truncated,
        Versions: listed.flatMap(({ version, common }) =>
          version.kind === 'object' ? [{ ...common, ...content(version) }] : [],
        ),
        DeleteMarkers: listed.flatMap(({ version, common }) => (version.kind === 'marker' ? [common] : [])),
        CommonPrefixes: page.commonPrefixes.map((group) => ({ Prefix: text(group) })),
      };
    },
  };

  async function startOf(
    bucket: string,
    input: { readonly KeyMarker?: string | undefined; readonly VersionIdMarker?: string | undefined },
    prefix: string,
    delimiter: string,
  ): Promise<Position | undefined> {
    const { KeyMarker: key = '', VersionIdMarker: versionId = '' } = input;
    if (key === '' && versionId !== '') {
      throw invalidArgument(
        'A version-id marker cannot be specified without a key marker.',
        'version-id-marker',
        versionId,
      );
    }
    if (key === '') return undefined;
    if (versionId === '') return after(key, prefix, delimiter);
    const order = await orderOf(bucket, key, versionId);
    return order === undefined ? after(key, prefix, delimiter) : { at: 'after-record', name: key, order };
  }

  /** A marker may be gone by now, but its id still tells where it stood. */
  async function orderOf(bucket: string, key: string, versionId: string): Promise<string | undefined> {
    const sequence =
      versionId === 'null' ? (await versions.find(bucket, key, 'null'))?.sequence : sequenceOf(versionId);
    return sequence === undefined ? undefined : newestFirst(sequence);
  }

  async function* withLatest(bucket: string, position: Position): AsyncIterable<ListedVersion> {
    let previous = position.at === 'after-record' ? position.name : undefined;
    for await (const version of versions.from(bucket, position)) {
      yield { key: version.key, version, latest: version.key !== previous };
      previous = version.key;
    }
  }
}

function content(object: StoredObject) {
  const { checksum } = object;
  return {
    ETag: quoted(object.etag),
    Size: object.size,
    StorageClass: object.storageClass as sdk.ObjectVersionStorageClass,
    ...(checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type }),
  };
}

function nextMarkers({ truncated, last }: Page<ListedVersion>, text: (raw: string) => string) {
  if (!truncated || last === undefined) return {};
  if (typeof last === 'string') return { NextKeyMarker: text(last) };
  const { version } = last;
  return { NextKeyMarker: text(version.key), NextVersionIdMarker: version.versionId ?? 'null' };
}
