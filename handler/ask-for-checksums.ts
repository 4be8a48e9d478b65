import type { S3Client } from '@aws-sdk/client-s3';
import { HttpRequest } from '@smithy/core/transport';

/**
 * Has S3 say of each object which checksum it holds. By the commands' own parameter the SDK would check it, too, and
 * fails where it cannot: it computes none of SHA-512 and the XXHASHes.
 */
export function askForChecksums({ middlewareStack }: S3Client): void {
  middlewareStack.add(
    (next) => (call) => {
      if (HttpRequest.isInstance(call.request)) call.request.headers['x-amz-checksum-mode'] = 'ENABLED';
      return next(call);
    },
    { step: 'build', name: 'askForChecksums' },
  );
}
