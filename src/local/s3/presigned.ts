import type { WireRequest } from '../wire/message.ts';

/**
 * A presigned URL carries the headers that were signed with it in its query (`x-amz-meta-…`,
 * `x-amz-checksum-crc32`): they count as headers.
 */
export function withHoistedHeaders(request: WireRequest): WireRequest {
  if (!request.query.has('X-Amz-Signature')) return request;
  const hoisted = [...request.query].flatMap(([name, value]) => {
    const header = name.toLowerCase();
    return header.startsWith('x-amz-') && !SIGNATURE_FIELDS.has(header) ? [[header, value]] : [];
  });
  return { ...request, headers: { ...Object.fromEntries(hoisted), ...request.headers } };
}

const SIGNATURE_FIELDS: ReadonlySet<string> = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
]);
