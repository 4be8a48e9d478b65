import type * as sdk from '@aws-sdk/client-s3';
import type { Agenda } from '../../agenda.ts';
import type { Core } from '../../internal.ts';
import type { AnyOperation, Operations } from '../../service.ts';
import type { BucketAddress, Buckets } from '../buckets.ts';
import { noSuchBucket } from '../errors.ts';
import { busyBucket } from './freed-names.ts';

type S3Operations = Operations<typeof sdk>;

/**
 * The same operations on the settings of buckets, with what S3 does to them. A new bucket is not known everywhere
 * at once: the first call of each operation does not find it. A change takes its time before it is carried out and
 * answered, and other changes of the bucket are refused meanwhile; who waits for each answer never meets that.
 */
export function onUnsettledBuckets(core: Core, buckets: Buckets, agenda: Agenda, operations: S3Operations) {
  const { bucketSettleSeconds, bucketChangeSeconds } = core.realism;
  let found: S3Operations = operations;
  if (bucketChangeSeconds > 0) found = oneChangeAtATime(bucketChangeSeconds, buckets, agenda, found);
  if (bucketSettleSeconds > 0) found = missedAtFirst(core, buckets, found);
  return found;
}

function oneChangeAtATime(seconds: number, buckets: Buckets, agenda: Agenda, operations: S3Operations) {
  const changing = new Set<string>();
  return eachOf(operations, (name, operation) => {
    if (!/^(?:put|delete)/.test(name)) return operation;
    return async (input: BucketAddress, context) => {
      const bucket = buckets.require(input).name;
      if (changing.has(bucket)) throw busyBucket();
      changing.add(bucket);
      try {
        await new Promise<void>((resolve) => agenda.after(seconds, resolve));
        return await operation(input as never, context);
      } finally {
        changing.delete(bucket);
      }
    };
  });
}

function missedAtFirst({ clock, realism }: Core, buckets: Buckets, operations: S3Operations) {
  return eachOf(operations, (_name, operation) => {
    /** By bucket: the creation that has been missed. */
    const missed = new Map<string, number>();
    return (input: BucketAddress, context) => {
      const { name, created } = buckets.require(input);
      if (clock.now() - created < realism.bucketSettleSeconds * 1000 && missed.get(name) !== created) {
        missed.set(name, created);
        throw noSuchBucket(name);
      }
      return operation(input as never, context);
    };
  });
}

function eachOf(
  operations: S3Operations,
  wrap: (name: string, operation: AnyOperation) => AnyOperation,
): S3Operations {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, wrap(name, operation as AnyOperation)]),
  );
}
