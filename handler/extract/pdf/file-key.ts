import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { countOf, type Dictionary, type PdfObject } from './objects.ts';
import { rc4 } from './rc4.ts';

/** What passwords shorter than 32 bytes are filled up with (ISO 32000-2, 7.6.4.3.2). */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const NOTHING = Buffer.alloc(0);
const EXTRA_ROUNDS = 50;
const LEAST_ROUNDS = 64;

/**
 * The key that a file is encrypted with, if the empty password opens it; undefined if another one is needed.
 * `id` is the first half of the trailer's `ID`.
 */
export function fileKey(encrypt: Dictionary, id: Buffer, keyBytes: number): Buffer | undefined {
  const revision = countOf(encrypt.get('R')) ?? 2;
  return revision >= 5 ? keyOfAes256(encrypt, revision) : keyOfMd5(encrypt, revision, id, keyBytes);
}

function keyOfMd5(encrypt: Dictionary, revision: number, id: Buffer, keyBytes: number): Buffer | undefined {
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(Number(encrypt.get('P') ?? 0) | 0);
  const plainMetadata = revision >= 4 && encrypt.get('EncryptMetadata') === false;
  const owner = bytesOf(encrypt.get('O')).subarray(0, 32);
  const marker = plainMetadata ? Buffer.alloc(4, 0xff) : NOTHING;
  let key = hash('md5', PADDING, owner, permissions, id, marker).subarray(0, keyBytes);
  for (let round = 0; revision >= 3 && round < EXTRA_ROUNDS; round += 1) {
    key = hash('md5', key).subarray(0, keyBytes);
  }
  return provesKey(key, bytesOf(encrypt.get('U')), revision, id) ? key : undefined;
}

function provesKey(key: Buffer, user: Buffer, revision: number, id: Buffer): boolean {
  if (revision === 2) return rc4(key, PADDING).equals(user.subarray(0, 32));
  let proof = hash('md5', PADDING, id);
  for (let round = 0; round < 20; round += 1)
    proof = rc4(Buffer.from(key.map((byte) => byte ^ round)), proof);
  return proof.equals(user.subarray(0, 16));
}

/** `U` and `O` are a hash of 32 bytes, 8 of salt for it, and 8 of salt for the key that wraps the file's. */
function keyOfAes256(encrypt: Dictionary, revision: number): Buffer | undefined {
  const user = bytesOf(encrypt.get('U')).subarray(0, 48);
  const owner = bytesOf(encrypt.get('O')).subarray(0, 48);
  const ways = [
    { proof: user, context: NOTHING, wrapped: encrypt.get('UE') },
    { proof: owner, context: user, wrapped: encrypt.get('OE') },
  ];
  const way = ways.find(({ proof, context }) =>
    hashOfNoPassword(proof.subarray(32, 40), context, revision).equals(proof.subarray(0, 32)),
  );
  const wrapped = bytesOf(way?.wrapped).subarray(0, 32);
  if (way === undefined || wrapped.length < 32) return undefined;
  const wrap = hashOfNoPassword(way.proof.subarray(40, 48), way.context, revision);
  const decipher = createDecipheriv('aes-256-cbc', wrap, Buffer.alloc(16)).setAutoPadding(false);
  return Buffer.concat([decipher.update(wrapped), decipher.final()]);
}

/** ISO 32000-2, 7.6.4.3.4, algorithm 2.B, for the empty password. Revision 5 made do with its first step. */
function hashOfNoPassword(salt: Buffer, context: Buffer, revision: number): Buffer {
  let key = hash('sha256', salt, context);
  if (revision < 6) return key;
  for (let round = 1; ; round += 1) {
    const input = Buffer.concat(Array.from({ length: 64 }, () => Buffer.concat([key, context])));
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(
      false,
    );
    const mixed = Buffer.concat([cipher.update(input), cipher.final()]);
    const remainder = mixed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = hash(remainder === 0 ? 'sha256' : remainder === 1 ? 'sha384' : 'sha512', mixed);
    if (round >= LEAST_ROUNDS && (mixed.at(-1) ?? 0) <= round - 32) return key.subarray(0, 32);
  }
}

function hash(algorithm: string, ...parts: readonly Buffer[]): Buffer {
  const hasher = createHash(algorithm);
  for (const part of parts) hasher.update(part);
  return hasher.digest();
}

function bytesOf(object: PdfObject | undefined): Buffer {
  return Buffer.isBuffer(object) ? object : NOTHING;
}
