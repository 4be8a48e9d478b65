import { AwsError } from '../aws-error.ts';

// Refusals that several operations share, in S3's own words.

export function noSuchBucket(bucket: string): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
    fields: { BucketName: bucket },
  });
}

export function noSuchKey(key: string, headers: Record<string, string> = {}): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', { fields: { Key: key }, headers });
}

export function noSuchVersion(key: string, versionId: string): AwsError {
  return new AwsError('NoSuchVersion', 'The specified version does not exist.', {
    status: 404,
    fields: { Key: key, VersionId: versionId },
  });
}

export function noSuchUpload(uploadId: string): AwsError {
  return new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { fields: { UploadId: uploadId } },
  );
}

export function accessDenied(message = 'Access Denied'): AwsError {
  return new AwsError('AccessDenied', message);
}

export function invalidArgument(message: string, name: string, value: unknown): AwsError {
  return new AwsError('InvalidArgument', message, {
    status: 400,
    fields: { ArgumentName: name, ArgumentValue: String(value ?? '') },
  });
}

export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequest', message, { status: 400 });
}

export function malformedXml(): AwsError {
  return new AwsError('MalformedXML', MALFORMED_XML, { status: 400 });
}

export const MALFORMED_XML =
  'The XML you provided was not well-formed or did not validate against our published schema';

export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', `The embedded AWS does not do this: ${what}`, { status: 501 });
}

export function preconditionFailed(condition: string): AwsError {
  return new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    fields: { Condition: condition },
  });
}
