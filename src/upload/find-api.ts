import { apiGatewayClient } from '../clients.ts';
import { FilepipeError } from '../errors.ts';
import { namesOf } from '../provision/names.ts';
import { findApiKey } from '../provision/resources/api-key.ts';
import { definitionOf, readApi } from '../provision/resources/read-api.ts';
import { findRestApi } from '../provision/resources/rest-api.ts';
import type { Session } from '../target/session.ts';
import { invokeUrl } from '../target/target.ts';
import type { ApiAuth } from '../transfer/authorized.ts';
import type { InstallApi } from '../transfer/call-api.ts';

/**
 * Looks at an install's live API for its address and for how it knows those who call a method, such as
 * `POST /upload`. Fails when it has no such method.
 */
export async function findApi(session: Session, method: string): Promise<InstallApi> {
  const api = await lookForApi(session, method);
  if (api !== undefined) return api;
  throw new FilepipeError(`there is no API ${namesOf(session.target, session).restApi} with ${method}`, {
    hint: 'create it: filepipe setup',
  });
}

/** The same, but undefined when there is no such method. */
export async function lookForApi(session: Session, method: string): Promise<InstallApi | undefined> {
  const { target, install } = session;
  const names = namesOf(target, session);
  const apigateway = await apiGatewayClient(target);
  const id = (await findRestApi({ apigateway }, names.restApi, install))?.id;
  const found = id === undefined ? undefined : definitionOf(await readApi({ apigateway }, id))[method];
  if (id === undefined || found === undefined) return undefined;
  const auth = await authOf(session, names.apiKey, {
    signed: found.authorizationType === 'AWS_IAM',
    keyed: found.apiKeyRequired,
  });
  return { invokeUrl: invokeUrl(target, id, names.stage), auth };
}

async function authOf(
  { target }: Session,
  keyName: string,
  { signed, keyed }: { readonly signed: boolean; readonly keyed: boolean },
): Promise<ApiAuth> {
  if (signed) return { kind: 'iam', region: target.region, credentials: target.credentials };
  return keyed ? { kind: 'key', key: await apiKeyValue(target, keyName) } : { kind: 'none' };
}

async function apiKeyValue(target: Session['target'], name: string): Promise<string> {
  const { GetApiKeyCommand } = await import('@aws-sdk/client-api-gateway');
  const apigateway = await apiGatewayClient(target);
  const id = (await findApiKey({ apigateway }, name))?.id;
  const value =
    id === undefined
      ? undefined
      : (await apigateway.send(new GetApiKeyCommand({ apiKey: id, includeValue: true }))).value;
  if (value === undefined)
    throw new FilepipeError(`there is no API key ${name}`, { hint: 'create it: filepipe setup' });
  return value;
}
