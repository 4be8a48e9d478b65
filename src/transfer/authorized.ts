import { Sha256Node } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentityProvider } from '@smithy/types';

/** How an API knows its callers: a signature of the caller's AWS credentials, a key, or not at all. */
export type ApiAuth =
  | { readonly kind: 'iam'; readonly region: string; readonly credentials: AwsCredentialIdentityProvider }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'none' };

type Headers = Readonly<Record<string, string>>;

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
}

/** The headers of a request, with those that let it in. A signature holds for minutes: ask again for another try. */
export async function authorized(auth: ApiAuth, { method, url, headers, body }: Request): Promise<Headers> {
  if (auth.kind === 'none') return headers;
  if (auth.kind === 'key') return { ...headers, 'x-api-key': auth.key };
  const { region, credentials } = auth;
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256Node });
  const signed = await signer.sign(
    new HttpRequest({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      body,
    }),
  );
  return signed.headers;
}
