import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readSignature, type SignedMessage, verifySignature } from '../../src/local/signature.ts';
import { signedBody } from '../../src/local/signed-body.ts';

// The worked examples of AWS's own documentation:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and sigv4-streaming.html
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const SCOPE = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const NOW = new Date('2013-05-24T00:05:00Z');
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const getObject: SignedMessage = {
  method: 'GET',
  path: '/test.txt',
  rawQuery: '',
  headers: {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': EMPTY,
    'x-amz-date': '20130524T000000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=${SCOPE},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
  },
};

const presigned: SignedMessage = {
  method: 'GET',
  path: '/test.txt',
  rawQuery: `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(SCOPE)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
  headers: { host: 'examplebucket.s3.amazonaws.com' },
};

const streamed: SignedMessage = {
  method: 'PUT',
  path: '/examplebucket/chunkObject.txt',
  rawQuery: '',
  headers: {
    host: 's3.amazonaws.com',
    'x-amz-date': '20130524T000000Z',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '66560',
    'content-length': '66824',
    authorization: `AWS4-HMAC-SHA256 Credential=${SCOPE},SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9`,
  },
};

const chunks = [
  ['ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648', 65_536],
  ['0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497', 1024],
  ['b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9', 0],
] as const;

describe('a signature', () => {
  it.each([
    ['in the headers', getObject],
    ['in a presigned URL', presigned],
    ['of a streamed upload', streamed],
  ])('%s is found right', (_, message) => {
    expect(() => verify(message)).not.toThrow();
  });

  it.each([
    ['another method', { ...getObject, method: 'HEAD' }, 'SignatureDoesNotMatch'],
    ['another path', { ...getObject, path: '/test2.txt' }, 'SignatureDoesNotMatch'],
    ['another query', { ...getObject, rawQuery: 'acl' }, 'SignatureDoesNotMatch'],
    [
      'a changed header',
      { ...getObject, headers: { ...getObject.headers, range: 'bytes=0-10' } },
      'SignatureDoesNotMatch',
    ],
  ])('does not cover %s', (_, message, name) => {
    expect(() => verify(message)).toThrow(expect.objectContaining({ name }));
  });

  it('in the headers is refused a quarter of an hour later', () => {
    expect(() => verify(getObject, new Date('2013-05-24T00:15:01Z'))).toThrow('too large');
  });

  it('in a presigned URL is refused once it has expired', () => {
    expect(() => verify(presigned, new Date('2013-05-25T00:00:01Z'))).toThrow('Request has expired');
  });
});

describe('a streamed body', () => {
  it('comes out without its framing, however it is cut', async () => {
    for (const size of [1, 7, 1000, 100_000]) {
      const body = await unframe(streamed, cut(frame('a'), size));
      expect(body.equals(Buffer.alloc(66_560, 'a'))).toBe(true);
    }
  });

  it('is refused when a chunk was changed', async () => {
    await expect(unframe(streamed, cut(frame('b'), 1000))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });

  it('is refused when it ends early', async () => {
    const whole = frame('a');
    await expect(unframe(streamed, [whole.subarray(0, 40_000)])).rejects.toMatchObject({
      name: 'IncompleteBody',
    });
  });

  it.each(['1', '100000', undefined])(
    'that is sent whole, %s bytes, is refused when its hash is another',
    async (length) => {
      const told: Record<string, string> = length === undefined ? {} : { 'content-length': length };
      const message = { ...getObject, headers: { ...getObject.headers, ...told } };
      await expect(unframe(message, [Buffer.from('x')])).rejects.toMatchObject({
        name: 'XAmzContentSHA256Mismatch',
      });
    },
  );

  it('that is short and breaks off is refused as too short', async () => {
    const { signature, key } = verify(getObject);
    const body = new Readable({ read: () => body.destroy(new Error('aborted')) });
    const broken = signedBody({ body, headers: { 'content-length': '1' } }, signature, key);
    await expect(broken).rejects.toMatchObject({ name: 'IncompleteBody' });
  });
});

function verify(message: SignedMessage, now = NOW) {
  const signature = readSignature(message);
  if (signature === undefined) throw new Error('no signature was found');
  return { signature, key: verifySignature(message, signature, SECRET, now) };
}

async function unframe(message: SignedMessage, pieces: readonly Buffer[]): Promise<Buffer> {
  const { signature, key } = verify(message);
  const source = Readable.from(pieces);
  const { body } = await signedBody({ body: source, headers: message.headers }, signature, key);
  return await buffer(body);
}

function frame(fill: string): Buffer {
  return Buffer.concat(
    chunks.flatMap(([signature, bytes]) => [
      Buffer.from(`${bytes.toString(16)};chunk-signature=${signature}\r\n`),
      Buffer.alloc(bytes, fill),
      Buffer.from('\r\n'),
    ]),
  );
}

function cut(bytes: Buffer, size: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}
