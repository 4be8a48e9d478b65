import { PARTITION, REGION } from '../../credentials.ts';
import { badRequest, notServed } from '../faults.ts';

/** The services that an integration can call here, by their names in its address. */
const SERVICES: Readonly<Record<string, Service>> = {
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-s3.html
  s3: (action, parameters) =>
    ['GetObject', 'PutObject', 'DeleteObject', 'HeadObject'].includes(action)
      ? { path: `${parameters.get('Bucket')}/${parameters.get('Key')}`, headers: {} }
      : undefined,
  dynamodb: (action) => ({
    path: '',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${action}`,
    },
  }),
};

/** What stands for `action/<name>&<parameters>`; undefined when there is no such action. */
type Service = (
  action: string,
  parameters: ReadonlyMap<string, string>,
) => { readonly path: string; readonly headers: AwsTarget['headers'] } | undefined;

/** What an integration calls: the address with its variables still in it. */
export interface AwsTarget {
  readonly service: string;
  /** Begins with a slash; may hold `{name}`. */
  readonly path: string;
  /** Without the question mark; may hold `{name}`. */
  readonly query: string;
  /** What tells the service which action is meant; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Refuses an address that is none, or that leads to what is not here. */
export function checkTarget(uri: string | undefined): void {
  readTarget(uri);
}

/** Reads `arn:aws:apigateway:us-east-1:s3:path/{bucket}/{key}` and the like. */
export function readTarget(uri = ''): AwsTarget {
  const arn = /^arn:([\w-]+):apigateway:([\w-]+):([\w.-]+):(.*)$/s.exec(uri);
  if (arn === null || arn[1] !== PARTITION) throw badRequest('Invalid ARN specified in the request');
  const [, , region, name = '', address = ''] = arn;
  if (region !== REGION) throw notServed(`integrations with services in ${region}`);
  const [, kind, rest = ''] = /^(path|action)\/(.*)$/s.exec(address) ?? [];
  if (kind === undefined) throw badRequest('AWS ARN for integration must contain path or action');
  const service = Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
  if (service === undefined) throw notServed(`integrations with ${name}`);
  const { path: whole, headers } = kind === 'path' ? { path: rest, headers: {} } : actionOf(service, rest);
  const [path = '', ...query] = whole.split('?');
  return { service: name, path: path.startsWith('/') ? path : `/${path}`, query: query.join('?'), headers };
}

/**
 * The target with its variables put in, percent-encoded; a slash in a value stays one, so a value can name
 * a folder. Undefined when a variable has no value.
 */
export function fillTarget(
  target: AwsTarget,
  values: Readonly<Record<string, string>>,
): AwsTarget | undefined {
  const names = [...`${target.path}?${target.query}`.matchAll(VARIABLE)].map(([, name = '']) => name);
  if (names.some((name) => !values[name])) return undefined;
  return {
    ...target,
    path: target.path.replace(VARIABLE, (_, name) => encodePath(values[name] ?? '')),
    query: target.query.replace(VARIABLE, (_, name) => encodeStrictly(values[name] ?? '')),
  };
}

/** RFC 3986's unreserved characters stay, as in a signature. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const VARIABLE = /\{([\w.-]+)\}/g;

function actionOf(service: Service, rest: string) {
  const [action = '', ...pairs] = rest.split(/[&?]/);
  const parameters = new Map(pairs.map((pair) => pair.split('=', 2) as [string, string]));
  const found = service(action, parameters);
  if (found === undefined) throw notServed(`the action ${action} in integrations`);
  return found;
}

function encodePath(text: string): string {
  return text.split('/').map(encodeStrictly).join('/');
}
