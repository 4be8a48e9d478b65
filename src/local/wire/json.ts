import { JsonCodec } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../aws-error.ts';

/** The codec of both JSON protocols; they differ in whether `jsonName` counts. */
export function jsonCodec(jsonName: boolean) {
  const codec = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName });
  return {
    /** Malformed JSON, or a value that its type cannot be read from, is a `SerializationException`. */
    read(schema: NormalizedSchema, bytes: Uint8Array): unknown {
      const text = Buffer.from(bytes).toString('utf8');
      try {
        const input: unknown = codec.createDeserializer().readObject(schema, JSON.parse(text || '{}'));
        if (typeof input === 'object' && input !== null) documents.set(input, text || '{}');
        return input;
      } catch (cause) {
        throw new AwsError('SerializationException', 'Unable to parse the request body', { cause });
      }
    },
    write(schema: NormalizedSchema, value: unknown): string {
      const serializer = codec.createSerializer();
      serializer.write(schema, value);
      return String(serializer.flush());
    },
  };
}

/** The text that a JSON protocol has read `input` from, for services that work on the JSON itself. */
export function documentOf(input: object): string {
  return documents.get(input) ?? '{}';
}

const documents = new WeakMap<object, string>();

/** An output that is JSON already and goes out as it is. */
export class RawJson {
  readonly json: object;

  constructor(json: object) {
    this.json = json;
  }
}
