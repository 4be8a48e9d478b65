import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { signatureMismatch, timeSkewed } from './auth-errors.ts';
import { AwsError } from './aws-error.ts';

/** The part of a request that a Signature Version 4 covers. */
export interface SignedMessage {
  readonly method: string;
  /** As sent. */
  readonly path: string;
  readonly rawQuery: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a request says about its signature, read but not yet believed. */
export interface Signature {
  readonly accessKeyId: string;
  /** `YYYYMMDD/region/service/aws4_request`. */
  readonly scope: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly timestamp: string;
  /** Seconds that a presigned URL lives; undefined for a signature in the headers. */
  readonly expiresSeconds: number | undefined;
  readonly sessionToken: string | undefined;
  /** The hash of the payload, or one of the words that stand in its place. */
  readonly payloadHash: string;
}

/** Reads the signature from the headers or from a presigned URL; undefined when there is none. */
export function readSignature(message: SignedMessage): Signature | undefined {
  const query = new URLSearchParams(message.rawQuery);
  if (query.has('X-Amz-Signature')) return fromQuery(message, query);
  const authorization = message.headers['authorization'];
  return authorization?.startsWith('AWS4-HMAC-SHA256') ? fromHeader(message, authorization) : undefined;
}

/**
 * Checks the signature against the secret of its access key and returns the key that signs the chunks
 * of a streamed body. Fails as the service does on AWS: S3 with `SignatureDoesNotMatch`,
 * `RequestTimeTooSkewed`, or `AccessDenied` for a presigned URL that has expired.
 */
export function verifySignature(
  message: SignedMessage,
  signature: Signature,
  secretAccessKey: string,
  now: Date,
): Buffer {
  checkTime(signature, now);
  const key = signingKey(secretAccessKey, signature);
  const expected = hmac(key, stringToSign(message, signature)).toString('hex');
  if (!sameText(expected, signature.signature)) throw signatureMismatch(signature.service);
  return key;
}

export function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** AWS's own tolerance. https://docs.aws.amazon.com/general/latest/gr/signing-elements.html */
const MAX_SKEW_SECONDS = 15 * 60;

function fromHeader({ headers }: SignedMessage, authorization: string): Signature {
  const fields = new Map(
    authorization
      .slice('AWS4-HMAC-SHA256'.length)
      .split(',')
      .map((field) => field.trim().split('=', 2) as [string, string]),
  );
  return {
    ...readCredential(fields.get('Credential')),
    signedHeaders: (fields.get('SignedHeaders') ?? '').split(';'),
    signature: fields.get('Signature') ?? '',
    timestamp: headers['x-amz-date'] ?? basicTime(headers['date']),
    expiresSeconds: undefined,
    sessionToken: headers['x-amz-security-token'],
    payloadHash: headers['x-amz-content-sha256'] ?? '',
  };
}

function fromQuery({ headers }: SignedMessage, query: URLSearchParams): Signature {
  return {
    ...readCredential(query.get('X-Amz-Credential') ?? undefined),
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    timestamp: query.get('X-Amz-Date') ?? '',
    expiresSeconds: Number(query.get('X-Amz-Expires') ?? '0'),
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    payloadHash: query.get('X-Amz-Content-Sha256') ?? headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD',
  };
}

function readCredential(credential = '') {
  const parts = credential.split('/');
  const [date, region, service, terminator] = parts.slice(-4);
  if (parts.length < 5 || !date || !region || !service || terminator !== 'aws4_request') {
    throw new AwsError('IncompleteSignature', `Credential '${credential}' is not in the form of a scope`, {
      status: 400,
    });
  }
  return {
    accessKeyId: parts.slice(0, -4).join('/'),
    scope: [date, region, service, terminator].join('/'),
    region,
    service,
  };
}

function checkTime({ timestamp, expiresSeconds, scope, service }: Signature, now: Date): void {
  const signed = parseBasicTime(timestamp);
  if (Number.isNaN(signed) || !scope.startsWith(timestamp.slice(0, 8))) {
    throw new AwsError('IncompleteSignature', `Date '${timestamp}' does not match the credential's scope`, {
      status: 400,
    });
  }
  const age = (now.getTime() - signed) / 1000;
  const expired = expiresSeconds !== undefined && age > expiresSeconds;
  if (expired) throw new AwsError('AccessDenied', 'Request has expired', { status: 403 });
  if (age < -MAX_SKEW_SECONDS || (expiresSeconds === undefined && age > MAX_SKEW_SECONDS)) {
    throw timeSkewed(service, timestamp, now);
  }
}

function stringToSign(message: SignedMessage, signature: Signature): string {
  return [
    'AWS4-HMAC-SHA256',
    signature.timestamp,
    signature.scope,
    sha256Hex(canonicalRequest(message, signature)),
  ].join('\n');
}

function canonicalRequest(message: SignedMessage, signature: Signature): string {
  const headers = signature.signedHeaders.map(
    (name) => `${name}:${(message.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`,
  );
  return [
    message.method,
    canonicalPath(message.path, signature.service),
    canonicalQuery(message.rawQuery),
    headers.join(''),
    signature.signedHeaders.join(';'),
    signature.payloadHash,
  ].join('\n');
}

/** S3 signs the path as sent; every other service signs each segment encoded once more. */
function canonicalPath(path: string, service: string): string {
  if (service === 's3')
    return path
      .split('/')
      .map((segment) => encode(decode(segment)))
      .join('/');
  return path.split('/').map(encode).join('/') || '/';
}

function canonicalQuery(rawQuery: string): string {
  return rawQuery
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      return [encode(decode(name)), encode(decode(value))] as const;
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The same for a day's requests to a service. */
function signingKey(secret: string, { scope }: Signature): Buffer {
  const name = `${secret}/${scope}`;
  const known = signingKeys.get(name);
  if (known !== undefined) return known;
  const key = scope.split('/').reduce<Buffer | string>((key, part) => hmac(key, part), `AWS4${secret}`);
  if (signingKeys.size >= MAX_SIGNING_KEYS) signingKeys.clear();
  signingKeys.set(name, key as Buffer);
  return key as Buffer;
}

const signingKeys = new Map<string, Buffer>();
const MAX_SIGNING_KEYS = 1000;

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parseBasicTime(text: string): number {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return Number.NaN;
  return Date.parse(text.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
}

function basicTime(httpDate = ''): string {
  const time = new Date(httpDate);
  return Number.isNaN(time.getTime()) ? '' : `${time.toISOString().replace(/[-:]|\.\d+/g, '')}`;
}
