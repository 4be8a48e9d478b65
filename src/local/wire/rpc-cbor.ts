import { CborCodec } from '@smithy/core/cbor';
import { AwsError } from '../aws-error.ts';
import { bufferBody, type WireResponse } from './message.ts';
import { type Input, type Protocol, statusOf } from './protocol.ts';

/** Smithy RPC v2 with CBOR, which boto3 speaks to CloudWatch: the operation stands in the path. */
export const rpcCbor: Protocol = {
  async decode(operation, request) {
    const bytes = await bufferBody(request);
    if (bytes.length === 0) return {};
    try {
      return (await codec.createDeserializer().read(operation.input, bytes)) as Input;
    } catch (cause) {
      throw new AwsError('SerializationException', 'Unable to parse the request body', { cause });
    }
  },
  encode(operation, output, { requestId }) {
    const serializer = codec.createSerializer();
    serializer.write(operation.output, output);
    return respond(200, serializer.flush(), requestId);
  },
  encodeError(error, shape, { requestId }) {
    const serializer = codec.createSerializer();
    serializer.write(DOCUMENT, { __type: error.code, message: error.message, ...error.fields });
    return respond(statusOf(error, shape), serializer.flush(), requestId);
  },
};

const codec = new CborCodec();

/** The schema of "anything" in the SDK's numbering. */
const DOCUMENT = 15;

function respond(status: number, body: Uint8Array, requestId: string): WireResponse {
  const headers = {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': requestId,
  };
  return { status, headers, body };
}
