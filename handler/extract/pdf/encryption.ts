import { createDecipheriv, createHash } from 'node:crypto';
import { fileKey } from './file-key.ts';
import {
  countOf,
  type Dictionary,
  isArray,
  isDictionary,
  nameOf,
  type PdfObject,
  type Reference,
} from './objects.ts';
import { rc4 } from './rc4.ts';

export interface Decryption {
  readonly string: (data: Buffer, id: Reference) => Buffer;
  readonly stream: (data: Buffer, id: Reference, dictionary: Dictionary) => Buffer;
}

type Method = 'none' | 'rc4' | 'aes128' | 'aes256';

type Decrypt = (data: Buffer, id: Reference) => Buffer;

const NOTHING = Buffer.alloc(0);
const AES_BLOCK = 16;
const DEFAULT_KEY_BYTES = 5;
const MOST_KEY_BYTES = 16;

const methods: Readonly<Record<string, Method>> = { V2: 'rc4', AESV2: 'aes128', AESV3: 'aes256' };

/**
 * How to decrypt a file that the empty password opens, from its `Encrypt` dictionary (without references in it);
 * undefined when it takes a password or a certificate. Where only attachments are encrypted, it takes neither.
 * `id` is the trailer's.
 */
export function decryptionOf(encrypt: Dictionary, id: PdfObject): Decryption | undefined {
  if (nameOf(encrypt.get('Filter')) !== 'Standard') return undefined;
  const [ofStrings, ofStreams] = [methodOf(encrypt, 'StrF'), methodOf(encrypt, 'StmF')];
  const isOpen = ofStrings === 'none' && ofStreams === 'none';
  const [first] = isArray(id) ? id : [];
  const key = fileKey(encrypt, Buffer.isBuffer(first) ? first : NOTHING, keyBytesOf(encrypt));
  if (key === undefined && !isOpen) return undefined;
  const string = decryptBy(ofStrings, key ?? NOTHING);
  const stream = decryptBy(ofStreams, key ?? NOTHING);
  return {
    string,
    stream: (data, id, dictionary) => (isPlain(dictionary, encrypt) ? data : stream(data, id)),
  };
}

/** From version 4 on, a named filter says how strings are encrypted, and one how streams are. */
function methodOf(encrypt: Dictionary, use: 'StrF' | 'StmF'): Method {
  if ((countOf(encrypt.get('V')) ?? 0) < 4) return 'rc4';
  const method = nameOf(filterOf(encrypt, use)?.get('CFM')) ?? 'None';
  return Object.hasOwn(methods, method) ? (methods[method] ?? 'none') : 'none';
}

function filterOf(encrypt: Dictionary, use: 'StrF' | 'StmF'): Dictionary | undefined {
  const filters = encrypt.get('CF');
  const filter = isDictionary(filters) ? filters.get(nameOf(encrypt.get(use)) ?? 'Identity') : undefined;
  return isDictionary(filter) ? filter : undefined;
}

/** `Length` is in bits, in a filter of version 4 often in bytes. */
function keyBytesOf(encrypt: Dictionary): number {
  const version = countOf(encrypt.get('V')) ?? 0;
  if (version === 1 || encrypt.get('R') === 2) return DEFAULT_KEY_BYTES;
  if (version >= 4 && methodOf(encrypt, 'StmF') !== 'rc4') return MOST_KEY_BYTES;
  const ofFilter = version >= 4 ? countOf(filterOf(encrypt, 'StmF')?.get('Length')) : undefined;
  const length = ofFilter ?? countOf(encrypt.get('Length')) ?? DEFAULT_KEY_BYTES * 8;
  const bytes = Math.floor(length >= 40 ? length / 8 : length);
  return bytes >= DEFAULT_KEY_BYTES && bytes <= MOST_KEY_BYTES ? bytes : DEFAULT_KEY_BYTES;
}

function isPlain(dictionary: Dictionary, encrypt: Dictionary): boolean {
  const filter = dictionary.get('Filter');
  if (nameOf(isArray(filter) ? filter[0] : filter) === 'Crypt') return true;
  return encrypt.get('EncryptMetadata') === false && nameOf(dictionary.get('Type')) === 'Metadata';
}

function decryptBy(method: Method, key: Buffer): Decrypt {
  if (method === 'none') return (data) => data;
  if (method === 'aes256') return (data) => decryptAes(key, data);
  if (method === 'aes128') return (data, id) => decryptAes(objectKey(key, id, 'sAlT'), data);
  return (data, id) => rc4(objectKey(key, id, ''), data);
}

/** ISO 32000-2, 7.6.3.1, algorithm 1. */
function objectKey(key: Buffer, { number, generation }: Reference, salt: string): Buffer {
  const id = Buffer.from([number, number >> 8, number >> 16, generation, generation >> 8]);
  const hash = createHash('md5').update(key).update(id).update(salt, 'latin1').digest();
  return hash.subarray(0, Math.min(key.length + 5, 16));
}

/** The first block is the initialisation vector. Padding that is wrong is left where it is. */
function decryptAes(key: Buffer, data: Buffer): Buffer {
  const whole = data.length - (data.length % AES_BLOCK);
  if (whole < 2 * AES_BLOCK) return NOTHING;
  const vector = data.subarray(0, AES_BLOCK);
  const decipher = createDecipheriv(key.length === 32 ? 'aes-256-cbc' : 'aes-128-cbc', key, vector);
  decipher.setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(data.subarray(AES_BLOCK, whole)), decipher.final()]);
  const padding = plain.at(-1) ?? 0;
  return padding >= 1 && padding <= AES_BLOCK ? plain.subarray(0, plain.length - padding) : plain;
}
