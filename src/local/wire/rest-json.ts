import { readBindings, writeBindings } from './http-binding.ts';
import { jsonCodec, RawJson } from './json.ts';
import { bufferBody, type WireRequest, type WireResponse } from './message.ts';
import { type Input, type Protocol, statusOf } from './protocol.ts';
import type { Operation } from './schema.ts';

/** REST with JSON payloads: Lambda, API Gateway. */
export const restJson: Protocol = {
  async decode(operation, request) {
    const input = readBindings(operation, request, request.path);
    return { ...(await readPayload(operation, request)), ...input };
  },
  encode(operation, output, { requestId }) {
    const { headers, status, payload, hasBody } = writeBindings(operation, output as Input);
    const response = { status, headers: { ...headers, 'x-amzn-requestid': requestId } };
    if (output instanceof RawJson) return withJson(response, JSON.stringify(output.json));
    if (payload !== undefined) return withPayload(response, payload, (output as Input)[payload.name]);
    return hasBody
      ? withJson(response, codec.write(operation.output, bodyOf(operation, output as Input)))
      : response;
  },
  encodeError(error, shape, { requestId }) {
    const response = {
      status: statusOf(error, shape),
      headers: { ...error.headers, 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code },
    };
    return withJson(response, JSON.stringify({ message: error.message, ...error.fields }));
  },
};

const codec = jsonCodec(true);

async function readPayload(operation: Operation, request: WireRequest): Promise<Input> {
  const payload = payloadMember(operation);
  if (payload === undefined) return codec.read(operation.input, await bufferBody(request)) as Input;
  const [name, schema] = payload;
  if (schema.isStreaming()) return { [name]: request.body };
  const bytes = await bufferBody(request);
  if (schema.isBlobSchema()) return { [name]: bytes };
  return bytes.length === 0 ? {} : { [name]: codec.read(schema, bytes) };
}

function payloadMember({ input }: Operation) {
  if (!input.isStructSchema()) return undefined;
  return [...input.structIterator()].find(([, schema]) => schema.getMergedTraits().httpPayload);
}

function withPayload(
  response: WireResponse,
  { schema }: { schema: Operation['output'] },
  value: unknown,
): WireResponse {
  if (value === undefined) return response;
  if (schema.isBlobSchema()) return { ...response, body: value as Uint8Array };
  return withJson(response, codec.write(schema, value));
}

function withJson(response: WireResponse, body: string): WireResponse {
  return { ...response, headers: { 'content-type': 'application/json', ...response.headers }, body };
}

/** The members that are not bound to a header or the status. */
function bodyOf({ output: schema }: Operation, output: Input): Input {
  const body: Input = {};
  for (const [name, member] of schema.structIterator()) {
    const { httpHeader, httpResponseCode } = member.getMergedTraits();
    if (!httpHeader && !httpResponseCode && output[name] !== undefined) body[name] = output[name];
  }
  return body;
}
