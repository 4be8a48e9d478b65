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
        return codec.createDeserializer().readObject(schema, JSON.parse(text === '' ? '{}' : text));
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

/** An output that is JSON already and goes out as it is. */
export class RawJson {
  readonly json: object;

  constructor(json: object) {
    this.json = json;
  }
}
