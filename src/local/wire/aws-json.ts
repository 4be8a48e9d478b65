import type { AwsError } from '../aws-error.ts';
import { jsonCodec, RawJson } from './json.ts';
import { bufferBody, type WireResponse } from './message.ts';
import { type Answer, type Input, type Protocol, statusOf } from './protocol.ts';
import type { ErrorShape } from './schema.ts';

/** AWS JSON 1.0 and 1.1: the operation in `X-Amz-Target`, the input as one JSON document. */
export function awsJson(version: '1.0' | '1.1'): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  return {
    async decode(operation, request) {
      return codec.read(operation.input, await bufferBody(request)) as Input;
    },
    encode(operation, output, { requestId }) {
      if (output instanceof RawJson) return respond(200, JSON.stringify(output.json), requestId);
      const hasOutput = operation.output.isStructSchema();
      return respond(200, hasOutput ? codec.write(operation.output, output) : '', requestId);
    },
    encodeError(error, shape, { requestId, request }) {
      const body = JSON.stringify({ __type: error.code, message: error.message, ...error.fields });
      const response = respond(statusOf(error, shape), body, requestId);
      Object.assign(response.headers, error.headers, queryCompatible(error, shape, request.headers));
      return response;
    },
  };

  function respond(status: number, body: string, requestId: string): WireResponse {
    return { status, headers: { 'content-type': contentType, 'x-amzn-requestid': requestId }, body };
  }
}

const codec = jsonCodec(false);

/** SQS and CloudWatch spoke the query protocol once; clients still want its codes when they ask. */
function queryCompatible(
  error: AwsError,
  shape: ErrorShape | undefined,
  headers: Answer['request']['headers'],
): Record<string, string> {
  if (headers['x-amzn-query-mode'] === undefined) return {};
  const fault = shape?.fault === 'server' ? 'Receiver' : 'Sender';
  return { 'x-amzn-query-error': `${shape?.queryCode ?? error.code};${fault}` };
}
