import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import type { AnyOperation, Operations } from '../../service.ts';
import { listBucket } from '../access.ts';
import { type CopySourceInput, readCopySource } from './copy-source.ts';

/**
 * The same operations, that tell those who may not list the bucket "access denied" instead of what is
 * missing in it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
export function hideMissing(operations: Operations<typeof sdk>): Operations<typeof sdk> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, hiding(operation as AnyOperation)]),
  );
}

type ReadingInput = { readonly Bucket: string } | CopySourceInput;

function hiding(operation: AnyOperation): AnyOperation {
  return async (input: ReadingInput, context) => {
    try {
      return await operation(input as never, context);
    } catch (error) {
      const read = 'CopySource' in input ? readCopySource(input) : input;
      throw (isMissing(error) && context.denial(listBucket(read))) || error;
    }
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof AwsError && ['NoSuchKey', 'NoSuchVersion'].includes(error.code);
}
