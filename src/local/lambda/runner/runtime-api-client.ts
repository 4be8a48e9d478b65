import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { describeError } from './describe-error.ts';

/** One event, as the Runtime API hands it out. */
export interface RuntimeEvent {
  readonly requestId: string;
  /** JSON. */
  readonly body: string;
  readonly functionArn: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly traceId: string | undefined;
  /** JSON. */
  readonly clientContext: string | undefined;
}

export interface RuntimeApiClient {
  /** Waits for the next event, however long it takes. Rejects when the API is gone. */
  next(): Promise<RuntimeEvent>;
  /** `json` is the handler's result. */
  postResponse(requestId: string, json: string): Promise<void>;
  postError(requestId: string, error: unknown): Promise<void>;
  postInitError(error: unknown): Promise<void>;
}

/** The Runtime API at `host:port`. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export function openRuntimeApi(address: string): RuntimeApiClient {
  const [hostname, port] = address.split(':');
  const agent = new Agent({ keepAlive: true });
  const invocation = (requestId: string, what: string) =>
    `/invocation/${encodeURIComponent(requestId)}/${what}`;

  return {
    async next() {
      const { headers, body } = await send('GET', '/invocation/next');
      return {
        requestId: String(headers['lambda-runtime-aws-request-id']),
        body,
        functionArn: String(headers['lambda-runtime-invoked-function-arn']),
        deadline: Number(headers['lambda-runtime-deadline-ms']),
        traceId: text(headers['lambda-runtime-trace-id']),
        clientContext: text(headers['lambda-runtime-client-context']),
      };
    },
    async postResponse(requestId, json) {
      await send('POST', invocation(requestId, 'response'), json);
    },
    postError: (requestId, error) => postError(invocation(requestId, 'error'), error),
    postInitError: (error) => postError('/init/error', error),
  };

  async function postError(path: string, error: unknown): Promise<void> {
    const described = describeError(error);
    await send('POST', path, JSON.stringify(described), {
      'lambda-runtime-function-error-type': described.errorType,
    });
  }

  function send(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
    return new Promise<{ headers: IncomingMessage['headers']; body: string }>((resolve, reject) => {
      const message = request({
        agent,
        hostname,
        port,
        method,
        path: `/2018-06-01/runtime${path}`,
        headers: { 'content-type': 'application/json', ...headers },
      });
      message.on('error', reject);
      message.on('response', (response) => {
        readText(response).then((answer) => resolve({ headers: response.headers, body: answer }), reject);
      });
      message.end(body);
    });
  }
}

/**
 * Ends this process when the Runtime API's is killed, even while a handler is running: nobody would be
 * left to end it.
 */
export function endWith(address: string): void {
  const [host, port] = address.split(':');
  const lifeline = connect(Number(port), host);
  lifeline.on('error', () => {});
  lifeline.on('close', () => process.exit(1));
  lifeline.unref();
}

async function readText(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let answer = '';
  for await (const chunk of response) answer += chunk;
  return answer;
}

function text(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
