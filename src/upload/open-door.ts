import { s3Client } from '../clients.ts';
import type { Control } from '../control.ts';
import { namesOf } from '../provision/names.ts';
import type { Session } from '../target/session.ts';
import { uploadFile } from '../transfer/upload-file.ts';
import { uploadViaApi } from '../transfer/upload-via-api.ts';
import { findApi } from './find-api.ts';
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

async function apiDoor(session: Session, control: Control): Promise<Door> {
  const api = await findApi(session, 'POST /upload');
  return async (source, progress) => {
    const uploaded = await uploadViaApi(api, source, control);
    progress(uploaded.bytes);
    return uploaded;
  };
}
