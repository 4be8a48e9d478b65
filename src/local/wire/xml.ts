import { XmlCodec } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../aws-error.ts';

export interface XmlOptions {
  readonly namespace: string;
  /** The code of the answer to a document that cannot be read. */
  readonly malformed: string;
}

export function xmlCodec({ namespace, malformed }: XmlOptions) {
  const codec = new XmlCodec({
    timestampFormat: { useTrait: true, default: 5 },
    xmlNamespace: namespace,
    serviceNamespace: namespace,
    httpBindings: true,
  });
  return {
    read(schema: NormalizedSchema, bytes: Uint8Array): unknown {
      try {
        return codec.createDeserializer().read(schema, bytes);
      } catch (cause) {
        throw new AwsError(
          malformed,
          'The XML you provided was not well-formed or did not validate against our published schema',
          { cause },
        );
      }
    },
    /** A document whose root is named after the schema. */
    write(schema: NormalizedSchema, value: unknown): string {
      const serializer = codec.createSerializer();
      serializer.write(schema, value);
      return String(serializer.flush());
    },
  };
}

/** What stands between the root's tags. */
export function innerXml(document: string): string {
  const start = document.indexOf('>') + 1;
  const end = document.lastIndexOf('</');
  return document.charAt(start - 2) === '/' || end < start ? '' : document.slice(start, end);
}

/** Text made safe for use between tags. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}
