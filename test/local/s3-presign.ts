import { Sha256Node } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { S3Bench } from './s3-bench.ts';

/** A URL that may be asked for without an SDK, for what no SDK would send. */
export async function presign(
  bench: S3Bench,
  method: string,
  path: string,
  query: Record<string, string> = {},
): Promise<URL> {
  const { hostname, port } = new URL(bench.endpoint);
  const signer = new SignatureV4({
    service: 's3',
    region: 'us-east-1',
    credentials: bench.credentials,
    sha256: Sha256Node,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const signed = await signer.presign({
    method,
    protocol: 'http:',
    hostname,
    port: Number(port),
    path,
    query,
    headers: { host: `${hostname}:${port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  });
  const search = new URLSearchParams(signed.query as Record<string, string>);
  return new URL(`${bench.endpoint}${path}?${search}`);
}
