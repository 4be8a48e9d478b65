import * as sdk from '@aws-sdk/client-s3';
import { createAgenda } from '../agenda.ts';
import type { PolicySources } from '../authorise.ts';
import type { Core, TaggedResources } from '../internal.ts';
import { defineService, type Service } from '../service.ts';
import { s3Access } from './access.ts';
import { addressOf } from './address.ts';
import { openBlobs } from './blobs.ts';
import { bucketOperations } from './bucket/bucket-operations.ts';
import { createFreedNames } from './bucket/freed-names.ts';
import { lifecycleOperations } from './bucket/lifecycle-operations.ts';
import { policyOperations } from './bucket/policy-operations.ts';
import { settingsOperations } from './bucket/settings-operations.ts';
import { onUnsettledBuckets } from './bucket/unsettled-buckets.ts';
import { type Bucket, createBuckets } from './buckets.ts';
import { MALFORMED_XML } from './errors.ts';
import { bucketArn } from './event/happening.ts';
import { notificationOperations } from './event/operations.ts';
import { type Destinations, openOutbox } from './event/outbox.ts';
import { createExclusive } from './exclusive.ts';
import { attributesOperation } from './object/attributes-operation.ts';
import { copyOperations } from './object/copy-operations.ts';
import { deleteOperations } from './object/delete-operations.ts';
import { hideMissing } from './object/hide-missing.ts';
import { listOperations } from './object/list-operations.ts';
import { listVersionsOperation } from './object/list-versions-operation.ts';
import { putOperations } from './object/put-operations.ts';
import { readOperations } from './object/read-operations.ts';
import { createObjectStore } from './object/store.ts';
import { taggingOperations } from './object/tagging-operations.ts';
import { openVersionTable } from './object/version-table.ts';
import { s3Protocol } from './protocol.ts';
import { openSequence } from './sequence.ts';
import { completeOperation } from './upload/complete-operation.ts';
import { uploadListOperations } from './upload/list-operations.ts';
import { partOperations } from './upload/part-operations.ts';
import { uploadOperations } from './upload/upload-operations.ts';
import { openUploadTable } from './upload/upload-table.ts';
import { createUploads } from './upload/uploads.ts';

export interface S3 {
  readonly service: Service;
  readonly tagged: TaggedResources;
  /** The policy of the bucket that this is the ARN of, or that has this object. */
  readonly policyOf: PolicySources['ofResource'];
  /** Delivers the events that were on their way when the data directory was last closed. */
  start(): void;
  close(): Promise<void>;
}

/** S3, and the folder that its objects' bytes are in. */
export async function createS3(core: Core, destinations: Destinations): Promise<S3> {
  const { storage, clock, endpoint } = core;
  const buckets = createBuckets(await storage.collection<Bucket>('s3/buckets'));
  const blobs = await openBlobs(storage, core.onFault);
  const outbox = await openOutbox(core, destinations);
  const sequence = await openSequence(storage);
  const exclusive = createExclusive();
  const versions = openVersionTable(storage);
  const table = openUploadTable(storage);
  const objects = createObjectStore({ core, buckets, versions, blobs, outbox, sequence, exclusive });
  const uploads = createUploads({ core, buckets, table, blobs, exclusive });
  const freedNames = createFreedNames(core);
  const changes = createAgenda(clock);

  const service = defineService({
    name: 's3',
    sdk,
    protocols: { rest: s3Protocol(), addressOf },
    validationCode: 'MalformedXML',
    validationMessage: MALFORMED_XML,
    operations: {
      ...bucketOperations({ buckets, freedNames, versions, uploads, exclusive, clock }),
      ...onUnsettledBuckets(core, buckets, changes, {
        ...settingsOperations(buckets),
        ...policyOperations(buckets),
        ...lifecycleOperations(buckets),
        ...notificationOperations(buckets, destinations, clock),
      }),
      ...putOperations(objects, buckets, blobs),
      ...hideMissing(readOperations(objects, blobs)),
      ...deleteOperations(objects),
      ...hideMissing(copyOperations(objects, buckets, blobs)),
      ...hideMissing(taggingOperations(objects, buckets)),
      ...hideMissing(attributesOperation(objects)),
      ...listOperations(buckets, versions),
      ...listVersionsOperation(buckets, versions),
      ...uploadOperations(uploads, buckets, sequence, clock),
      ...partOperations(uploads, objects, blobs, clock),
      ...completeOperation({ uploads, table, objects, buckets, endpoint }),
      ...uploadListOperations(uploads, table, buckets),
    },
    access: s3Access,
  });
  return {
    service,
    tagged: {
      list: () =>
        buckets.list().map(({ name, tags }) => ({
          arn: bucketArn(name),
          type: 's3:bucket',
          tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
        })),
    },
    policyOf(arn) {
      const [name = ''] = arn.split(':').slice(5).join(':').split('/');
      return buckets.find(name)?.policy;
    },
    start: outbox.start,
    async close() {
      changes.cancel();
      await outbox.close();
      await blobs.close();
    },
  };
}
