import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { SideDoor } from '../front-door.ts';
import type { Core } from '../internal.ts';
import type { CodeStore } from './code-store.ts';
import type { Code } from './function-record.ts';

/** Hands out the zips of functions by links that need no credentials, as AWS does by presigned ones of S3. */
export interface CodeLinks {
  /** Good for ten minutes, and until the embedded AWS is stopped. */
  readonly linkTo: (code: Code) => string;
  readonly sideDoor: SideDoor;
}

const PATH = '/_filepipe/function-code/';

/** https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCodeLocation.html */
const VALID_SECONDS = 600;

export function createCodeLinks(
  { clock, endpoint }: Pick<Core, 'clock' | 'endpoint'>,
  store: CodeStore,
): CodeLinks {
  const secret = randomBytes(32);
  const sign = (name: string, expires: string) =>
    createHmac('sha256', secret).update(`${name} ${expires}`).digest('hex');

  return {
    linkTo({ sha256 }) {
      const name = Buffer.from(sha256, 'base64').toString('hex');
      const expires = String(clock.now() + VALID_SECONDS * 1000);
      return `${endpoint()}${PATH}${name}?expires=${expires}&signature=${sign(name, expires)}`;
    },

    sideDoor({ method, path, query }) {
      if (method !== 'GET' || !path.startsWith(PATH)) return undefined;
      const name = path.slice(PATH.length);
      const expires = query.get('expires') ?? '';
      const signed = sameText(query.get('signature') ?? '', sign(name, expires));
      if (!signed || Number(expires) < clock.now()) return refuse();
      return hand(store.zipOf({ sha256: Buffer.from(name, 'hex').toString('base64') }));
    },
  };
}

async function hand(file: string) {
  const { size } = await stat(file);
  const headers = { 'content-type': 'application/zip', 'content-length': String(size) };
  return { status: 200, headers, body: createReadStream(file) };
}

async function refuse() {
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return { status: 403, headers, body: 'This link was never given out, or has expired.\n' };
}

function sameText(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
