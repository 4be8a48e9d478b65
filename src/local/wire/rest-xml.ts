import type { Readable } from 'node:stream';
import type { NormalizedSchema } from '@smithy/core/schema';
import { bindingsOf, readBindings, writeBindings } from './http-binding.ts';
import { bufferBody, type WireRequest, type WireResponse } from './message.ts';
import { type Input, type Protocol, statusOf } from './protocol.ts';
import type { Address } from './route.ts';
import type { Operation } from './schema.ts';
import { escapeXml, xmlCodec } from './xml.ts';

/** REST with XML payloads, as S3 speaks it. */
export function restXml(namespace: string, addressOf: (request: WireRequest) => Address): Protocol {
  const xml = xmlCodec({ namespace, malformed: 'MalformedXML' });
  return {
    async decode(operation, request) {
      const address = addressOf(request);
      const bound = readBindings(operation, request, address.path);
      return { ...(await readPayload(operation, request)), ...bound, ...address.input };
    },
    encode(operation, output, { requestId }) {
      const { headers, status, payload, hasBody } = writeBindings(operation, output as Input);
      const response = { status, headers: { ...headers, 'x-amz-request-id': requestId } };
      if (payload !== undefined)
        return withPayload(response, payload.schema, (output as Input)[payload.name]);
      return hasBody
        ? withXml(response, xml.write(operation.output, bodyOf(operation, output as Input)))
        : response;
    },
    encodeError(error, shape, { requestId, request }) {
      const response = {
        status: statusOf(error, shape),
        headers: { ...error.headers, 'x-amz-request-id': requestId },
      };
      // An answer to HEAD has no body, nor has 304: S3's clients then go by the status alone.
      if (request.method === 'HEAD' || response.status === 304) return response;
      const fields = Object.entries({
        Code: shape?.queryCode ?? error.code,
        Message: error.message,
        ...error.fields,
      });
      const members = fields
        .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
        .join('');
      return withXml(
        response,
        `<Error>${members}<RequestId>${requestId}</RequestId><HostId>local</HostId></Error>`,
      );
    },
  };

  async function readPayload({ input }: Operation, request: WireRequest): Promise<Input> {
    const payload = bindingsOf(input).find(({ place }) => place === 'payload');
    if (payload?.schema.isStreaming()) return { [payload.name]: request.body };
    const bytes = await bufferBody(request);
    if (bytes.length === 0) return {};
    return payload === undefined
      ? (xml.read(input, bytes) as Input)
      : { [payload.name]: readMember(payload.schema, bytes) };
  }

  function readMember(schema: NormalizedSchema, bytes: Buffer): unknown {
    if (schema.isBlobSchema()) return bytes;
    return schema.isStringSchema() ? bytes.toString('utf8') : xml.read(schema, bytes);
  }

  function withPayload(response: WireResponse, schema: NormalizedSchema, value: unknown): WireResponse {
    if (value === undefined || value === null) return response;
    if (schema.isBlobSchema() || schema.isStringSchema()) {
      return { ...response, body: value as Readable | Uint8Array | string };
    }
    return withXml(response, xml.write(schema, value));
  }
}

function withXml(response: WireResponse, document: string): WireResponse {
  return {
    ...response,
    headers: { 'content-type': 'application/xml', ...response.headers },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${document}`,
  };
}

function bodyOf({ output: schema }: Operation, output: Input): Input {
  const names = bindingsOf(schema)
    .filter(({ place }) => place === 'body')
    .map(({ name }) => name);
  return Object.fromEntries(
    names.flatMap((name) => (output[name] === undefined ? [] : [[name, output[name]]])),
  );
}
