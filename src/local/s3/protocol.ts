import { BytesBody, bufferBody, type WireRequest } from '../wire/message.ts';
import type { Protocol } from '../wire/protocol.ts';
import { restXml } from '../wire/rest-xml.ts';
import type { Operation } from '../wire/schema.ts';
import { addressOf } from './address.ts';
import { readClaims, verifyClaims } from './checksum/claims.ts';
import { digestOf } from './checksum/digester.ts';
import { invalidRequest } from './errors.ts';
import { withHoistedHeaders } from './presigned.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/**
 * REST-XML as S3 speaks it: checksums of documents are verified, a range is answered with 206, and
 * GetBucketLocation's answer is a bare text.
 */
export function s3Protocol(): Protocol {
  const xml = restXml(NAMESPACE, addressOf);
  return {
    async decode(operation, received) {
      const request = withHoistedHeaders(received);
      return await xml.decode(
        operation,
        takesStream(operation) ? request : await verified(operation, request),
      );
    },
    encode(operation, output, answer) {
      if (operation.name === 'GetBucketLocation') {
        const body = `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="${NAMESPACE}"/>`;
        const headers = { 'content-type': 'application/xml', 'x-amz-request-id': answer.requestId };
        return { status: 200, headers, body };
      }
      const response = xml.encode(operation, output, answer);
      return response.headers['content-range'] === undefined ? response : { ...response, status: 206 };
    },
    encodeError: xml.encodeError,
  };
}

/**
 * Operations whose documents must come with Content-MD5 or a checksum: `httpChecksumRequired` in S3's
 * model, which the SDK's schemas leave out.
 */
const NEEDS_CHECKSUM: ReadonlySet<string> = new Set([
  'DeleteObjects',
  'PutBucketEncryption',
  'PutBucketLifecycleConfiguration',
  'PutBucketOwnershipControls',
  'PutBucketPolicy',
  'PutBucketTagging',
  'PutBucketVersioning',
  'PutObjectTagging',
  'PutPublicAccessBlock',
]);

function takesStream({ name }: Operation): boolean {
  return name === 'PutObject' || name === 'UploadPart';
}

async function verified({ name }: Operation, request: WireRequest): Promise<WireRequest> {
  const bytes = await bufferBody(request);
  if (name !== 'CompleteMultipartUpload') await verify(name, request, bytes);
  return { ...request, body: new BytesBody(bytes) };
}

/** CompleteMultipartUpload's checksum headers are about the object, not about the document. */
async function verify(name: string, { headers }: WireRequest, bytes: Buffer): Promise<void> {
  const claims = readClaims(headers);
  const { algorithm, contentMd5 } = claims;
  if (algorithm === undefined && contentMd5 === undefined) {
    if (!NEEDS_CHECKSUM.has(name)) return;
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  verifyClaims(claims, await digestOf(bytes, algorithm === undefined ? [] : [algorithm]), new Map());
}
