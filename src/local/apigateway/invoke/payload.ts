import { misconfigured } from './gateway-fault.ts';

// How payloads change on their way, by what they are and by `contentHandling`.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html

/** A request's payload as the integration gets it. What is not binary is UTF-8, and broken where it is not. */
export function requestPayload(body: Buffer, isBinary: boolean, handling: string | undefined): Buffer {
  if (isBinary) return handling === 'CONVERT_TO_TEXT' ? toBase64(body) : body;
  return handling === 'CONVERT_TO_BINARY' ? fromBase64(body) : asUtf8(body);
}

export interface ResponseKind {
  /** By the integration's Content-Type. */
  readonly isBinary: boolean;
  /** By the client's Accept. */
  readonly wantsBinary: boolean;
  readonly handling: string | undefined;
}

/** An integration's payload as the client gets it. */
export function responsePayload(body: Buffer, kind: ResponseKind): Buffer {
  if (kind.isBinary) return isBytes(kind) ? body : toBase64(body);
  return isBytes(kind) ? fromBase64(body) : asUtf8(body);
}

/** Whether a client gets bytes, and not text: UTF-8, or base64 of what is binary. */
export function isBytes({ wantsBinary, handling }: ResponseKind): boolean {
  return handling === 'CONVERT_TO_BINARY' || (wantsBinary && handling !== 'CONVERT_TO_TEXT');
}

function asUtf8(body: Buffer): Buffer {
  return Buffer.from(body.toString('utf8'));
}

function toBase64(body: Buffer): Buffer {
  return Buffer.from(body.toString('base64'));
}

function fromBase64(body: Buffer): Buffer {
  const text = body.toString('latin1').trim();
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return Buffer.from(text, 'base64');
  throw misconfigured('Unable to base64 decode the body');
}
