import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';

/** Message attributes by name; a binary value is kept in base64. */
export type StoredAttributes = Readonly<Record<string, StoredAttribute>>;

export interface StoredAttribute {
  /** `String`, `Number` or `Binary`, or one of them with a label: `Number.int`. */
  readonly type: string;
  readonly value: string;
}

/** Refuses attributes that SQS does not take, and turns the others into what is stored. */
export function readAttributes(
  attributes: Readonly<Record<string, MessageAttributeValue>> = {},
): StoredAttributes {
  const entries = Object.entries(attributes);
  if (entries.length > MAX_ATTRIBUTES) {
    throw invalid(`Number of message attributes [${entries.length}] exceeds the allowed maximum [10].`);
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, readAttribute(name, value)]));
}

export function writeAttribute({ type, value }: StoredAttribute): MessageAttributeValue {
  return isBinary(type)
    ? { DataType: type, BinaryValue: Buffer.from(value, 'base64') }
    : { DataType: type, StringValue: value };
}

/** Those of the attributes that a receiver asks for by name, by `prefix.*`, or with `All`. */
export function selectAttributes(attributes: StoredAttributes, wanted: readonly string[]): StoredAttributes {
  const isWanted = (name: string) =>
    wanted.some(
      (pattern) =>
        pattern === 'All' ||
        pattern === name ||
        (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}

/** What counts against the message's size. */
export function attributesBytes(attributes: StoredAttributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { type, value }]) =>
      sum + Buffer.byteLength(name) + Buffer.byteLength(type) + bytesOf(type, value).length,
    0,
  );
}

/**
 * The MD5 that clients check attributes against; undefined when there are none.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function attributesMd5(attributes: StoredAttributes): string | undefined {
  const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (sorted.length === 0) return undefined;
  const hash = createHash('md5');
  const update = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const [name, { type, value }] of sorted) {
    update(Buffer.from(name));
    update(Buffer.from(type));
    hash.update(Buffer.from([isBinary(type) ? 2 : 1]));
    update(bytesOf(type, value));
  }
  return hash.digest('hex');
}

const MAX_ATTRIBUTES = 10;

function readAttribute(name: string, { DataType = '', StringValue, BinaryValue }: MessageAttributeValue) {
  if (!isName(name)) throw invalid(`The message attribute name '${name}' is invalid.`);
  if (!/^(?:String|Number|Binary)(?:\..+)?$/s.test(DataType)) {
    throw invalid(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const value = isBinary(DataType) ? BinaryValue && Buffer.from(BinaryValue).toString('base64') : StringValue;
  if (!value) {
    throw invalid(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${isBinary(DataType) ? 'Binary' : 'String'}'.`,
    );
  }
  if (DataType.startsWith('Number') && !Number.isFinite(Number(value))) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return { type: DataType, value };
}

function isName(name: string): boolean {
  return /^(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/.test(name) && !/^(?:aws|amazon)\./i.test(name);
}

function isBinary(type: string): boolean {
  return type.startsWith('Binary');
}

function bytesOf(type: string, value: string): Buffer {
  return Buffer.from(value, isBinary(type) ? 'base64' : 'utf8');
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message, { status: 400 });
}
