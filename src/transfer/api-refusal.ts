import { FilepipeError } from '../errors.ts';

/** What an install's API said when it did not do what it was asked for. */
export interface Refusal {
  readonly status: number;
  /** S3's error code, when it was S3 that refused. */
  readonly code: string | undefined;
  readonly message: string;
}

/** An install's API did not do what it was asked for. */
export class ApiRefusal extends FilepipeError {
  readonly refusal: Refusal;

  constructor(message: string, refusal: Refusal, hint: string | undefined) {
    super(message, hint === undefined ? {} : { hint });
    this.refusal = refusal;
  }
}

/** Turns an answer of the API that is not a success into an error that says who refused `what`, why, and what may help. */
export async function apiRefusal(answer: Response, what: string): Promise<ApiRefusal> {
  const refusal = readRefusal(answer.status, await answer.text());
  const who = refusal.code === undefined ? 'the API' : 'S3';
  const requestId = answer.headers.get('x-amzn-requestid') ?? answer.headers.get('x-amz-request-id');
  const facts = [refusal.code, `status ${refusal.status}`, requestId && `request ${requestId}`];
  const message = `${who} refused ${what}: ${refusal.message} (${facts.filter(Boolean).join(', ')})`;
  const { hint } = KNOWN.find(({ applies }) => applies(refusal)) ?? {};
  return new ApiRefusal(message, refusal, hint);
}

const KNOWN: readonly { readonly applies: (refusal: Refusal) => boolean; readonly hint: string }[] = [
  {
    applies: namesNoMethod,
    hint: 'the API wants signed requests, or lacks this method on its stage: see with filepipe status',
  },
  {
    applies: wantsKey,
    hint: 'the API wants a key that belongs to its usage plan: run filepipe setup to have one',
  },
  {
    applies: ({ status, code }) => status === 403 && code === undefined,
    hint: 'allow yourself execute-api:Invoke on the API, or leave out --via api',
  },
  {
    // S3 reads a plus sign in a path as a space, and so does not arrive at API Gateway's signature.
    applies: ({ code }) => code === 'SignatureDoesNotMatch',
    hint: 'API Gateway cannot pass on every name: leave out --via api, or use a name of letters, digits and .-_',
  },
  {
    applies: ({ status }) => status === 413,
    hint: 'upload it straight to S3: leave out --via api',
  },
  {
    applies: ({ status }) => status === 429,
    hint: 'the API is busy or its quota is used up: try again later, or leave out --via api',
  },
  {
    applies: ({ status }) => status >= 500,
    hint: 'look at the health of the install: filepipe status',
  },
];

/** API Gateway says this to unsigned requests, and, instead of 404, wherever nothing is deployed. */
export function namesNoMethod({ status, message }: Refusal): boolean {
  return status === 403 && /missing authentication token/i.test(message);
}

/** The caller's key is unknown to the stage, or not known to it yet. */
export function wantsKey({ status, code, message }: Refusal): boolean {
  return status === 403 && code === undefined && message === 'Forbidden';
}

/** API Gateway has signed another request than the caller did. */
export function wrongSignature({ status, message }: Refusal): boolean {
  return status === 403 && /signature we calculated does not match/i.test(message);
}

/** API Gateway answers in JSON. What comes from S3 is passed on as it is: XML. */
function readRefusal(status: number, body: string): Refusal {
  const [, code] = /<Code>([^<]+)<\/Code>/.exec(body) ?? [];
  const [, xmlMessage] = /<Message>([^<]*)<\/Message>/.exec(body) ?? [];
  const message = unescaped(xmlMessage) ?? jsonMessage(body) ?? body.slice(0, 200).trim();
  return { status, code, message: message || 'no reason given' };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(xml: string | undefined): string | undefined {
  return xml?.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (entity, decimal, hexadecimal, name) =>
    name === undefined
      ? String.fromCodePoint(Number.parseInt(decimal ?? hexadecimal, decimal === undefined ? 16 : 10))
      : (ENTITIES[name] ?? entity),
  );
}

function jsonMessage(body: string): string | undefined {
  try {
    const { message, Message } = JSON.parse(body) as { message?: string; Message?: string };
    return message ?? Message;
  } catch {
    return undefined;
  }
}
