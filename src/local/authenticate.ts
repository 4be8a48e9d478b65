import { expiredToken, invalidToken, unknownKey } from './auth-errors.ts';
import type { Clock } from './clock.ts';
import type { Caller, Credentials } from './credentials.ts';
import { type Signature, sha256Hex, verifySignature } from './signature.ts';
import { signedBody } from './signed-body.ts';
import { BytesBody, bufferBody, type WireRequest } from './wire/message.ts';

/** A request that its signature has been found right for. */
export interface AuthenticRequest extends WireRequest {
  readonly requestId: string;
  /** Undefined when the request was not signed. */
  readonly caller: Caller | undefined;
  readonly trailers: ReadonlyMap<string, string>;
}

export interface Gatekeeper {
  readonly credentials: Credentials;
  readonly clock: Clock;
}

/**
 * Holds a request against the key that signed it. The body that comes out has its framing taken off and
 * fails, when it is read, if it is not what was signed.
 */
export async function authenticate(
  { credentials, clock }: Gatekeeper,
  unhashed: WireRequest,
  unhashedSignature: Signature | undefined,
  requestId: string,
): Promise<AuthenticRequest> {
  if (unhashedSignature === undefined) {
    return { ...unhashed, requestId, caller: undefined, trailers: new Map() };
  }
  const { request, signature } = await withPayloadHash(unhashed, unhashedSignature);
  const key = credentials.find(signature.accessKeyId);
  if (key === undefined) throw unknownKey(signature.service);
  if (key.sessionToken !== signature.sessionToken) throw invalidToken(signature.service);
  const now = new Date(clock.now());
  if (key.expires !== undefined && key.expires < now.getTime()) throw expiredToken(signature.service);
  const signingKey = verifySignature(request, signature, key.secretAccessKey, now);
  return { ...request, requestId, caller: key.caller, ...(await signedBody(request, signature, signingKey)) };
}

/** Clients other than the SDK for JavaScript sign the hash of the payload without sending it. */
async function withPayloadHash(request: WireRequest, signature: Signature) {
  if (signature.payloadHash !== '') return { request, signature };
  const bytes = await bufferBody(request);
  return {
    request: { ...request, body: new BytesBody(bytes) },
    signature: { ...signature, payloadHash: sha256Hex(bytes) },
  };
}
