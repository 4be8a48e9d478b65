import { apiGatewayClient, s3Client } from '../clients.ts';
import type { Control } from '../control.ts';
import { FilepipeError } from '../errors.ts';
import { namesOf } from '../provision/names.ts';
import { findApiKey } from '../provision/resources/api-key.ts';
import { readUploadMethod } from '../provision/resources/read-api-method.ts';
import { findRestApi } from '../provision/resources/rest-api.ts';
import type { Session } from '../target/session.ts';
import { invokeUrl } from '../target/target.ts';
import type { ApiAuth } from '../transfer/authorized.ts';
import { uploadFile } from '../transfer/upload-file.ts';
import { uploadViaApi } from '../transfer/upload-via-api.ts';
import type { Door } from './send-file.ts';

/** The way into an install's bucket: S3 itself, or the REST API's `POST /upload`. */
export async function openDoor(via: 's3' | 'api', session: Session, control: Control): Promise<Door> {
  return via === 's3' ? bucketDoor(session, control) : apiDoor(session, control);
}

async function bucketDoor({ target, ...install }: Session, { signal }: Control): Promise<Door> {
  const s3 = await s3Client(target);
  const bucket = { name: namesOf(target, install).bucket, accountId: target.accountId };
  return (source, progress) => uploadFile(s3, bucket, source, { signal, progress });
}

/** Looks at the live API for its address and for how it knows its callers. */
async function apiDoor(session: Session, control: Control): Promise<Door> {
  const { target, install } = session;
  const names = namesOf(target, session);
  const apigateway = await apiGatewayClient(target);
  const id = (await findRestApi({ apigateway }, names.restApi, install))?.id;
  const method = id === undefined ? undefined : await readUploadMethod({ apigateway }, id);
  if (id === undefined || method === undefined) {
    throw new FilepipeError(`there is no upload API ${names.restApi}`, { hint: 'create it: filepipe setup' });
  }
  const { authorizationType, apiKeyRequired } = method;
  const auth = await authOf(session, names.apiKey, {
    signed: authorizationType === 'AWS_IAM',
    keyed: apiKeyRequired,
  });
  const api = { invokeUrl: invokeUrl(target, id, names.stage), auth };
  return async (source, progress) => {
    const uploaded = await uploadViaApi(api, source, control);
    progress(uploaded.bytes);
    return uploaded;
  };
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
