import { AwsError } from '../../aws-error.ts';
import type { Core } from '../../internal.ts';

/** Names of deleted buckets, which nobody can have again for a while. Forgotten at the end of the process. */
export interface FreedNames {
  free(name: string): void;
  /** Refuses a name that was freed so lately that S3 has not done with it. */
  check(name: string): void;
}

export function createFreedNames({ clock, realism }: Core): FreedNames {
  const freed = new Map<string, number>();
  return {
    free(name) {
      if (realism.bucketNameSeconds > 0) freed.set(name, clock.now());
    },
    check(name) {
      const since = freed.get(name);
      if (since !== undefined && clock.now() - since < realism.bucketNameSeconds * 1000) throw busyBucket();
    },
  };
}

/** S3 is still at work on a bucket, or on one that had its name. */
export function busyBucket(): AwsError {
  return new AwsError(
    'OperationAborted',
    'A conflicting conditional operation is currently in progress against this resource. Please try again.',
    { status: 409 },
  );
}
