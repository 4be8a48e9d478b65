import type { WireRequest } from '../wire/message.ts';
import type { Address } from '../wire/route.ts';

/**
 * The bucket of a request, from the host's name (`bucket.localhost`, `bucket.s3.localhost`,
 * `bucket.s3.us-east-1.localhost`) or else from the first segment of the path. What remains of the path
 * is the key, with every slash and dot as it was sent.
 */
export function addressOf({ headers, path }: WireRequest): Address {
  const inHost = bucketInHost(headers['host'] ?? '');
  if (inHost !== undefined) return { path, input: { Bucket: inHost } };
  const [, name = '', rest = '/'] = /^\/([^/]*)(\/.*)?$/s.exec(path) ?? [];
  return name === '' ? { path: '/', input: {} } : { path: rest, input: { Bucket: decode(name) } };
}

function bucketInHost(host: string): string | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const [, before = ''] = /^(.+?)\.localhost$/.exec(name) ?? [];
  return before.replace(/(?:^|\.)s3(?:[.-]us-east-1)?$/, '') || undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
