import { promisify } from 'node:util';
import { deflate, gzip } from 'node:zlib';
import type { WireResponse } from '../../wire/message.ts';
import type { Visit } from './call.ts';

/** The answer packed, when the API and the client both want that and it is large enough. */
export async function compressed(visit: Visit, response: WireResponse): Promise<WireResponse> {
  const { minimumCompressionSize } = visit.definition;
  const { body } = response;
  if (minimumCompressionSize === undefined || body === undefined) return response;
  if (!(typeof body === 'string' || Buffer.isBuffer(body))) return response;
  const bytes = Buffer.from(body);
  const encoding = ENCODINGS.find((name) => visit.request.headers['accept-encoding']?.includes(name));
  if (encoding === undefined || bytes.length < minimumCompressionSize) return response;
  return {
    ...response,
    headers: { ...response.headers, 'Content-Encoding': encoding },
    body: await PACKERS[encoding](bytes),
  };
}

const PACKERS = {
  gzip: promisify<Buffer, Buffer>(gzip),
  deflate: promisify<Buffer, Buffer>(deflate),
};
const ENCODINGS = ['gzip', 'deflate'] as const;
