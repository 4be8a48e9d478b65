import { bucketBusy } from '../provision/engine/retry.ts';
import { ApiRefusal, namesNoMethod, wantsKey, wrongSignature } from '../transfer/api-refusal.ts';

/**
 * What a door says for some seconds after setup: a deployment, a key, a role or its rights, or a bucket are not
 * known everywhere yet. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html
 */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiRefusal)) return bucketBusy(error);
  const { refusal } = error;
  if (isCallersOwn(error) || isDeliberate(refusal.message)) return false;
  const fromS3 = ['AccessDenied', 'InvalidAccessKeyId', 'NoSuchBucket'].includes(refusal.code ?? '');
  return fromS3 || refusal.status === 500 || namesNoMethod(refusal) || wantsKey(refusal);
}

/** The same, in what the function logs when its role's rights do not count yet. */
export function saysDeniedYet(message: string): boolean {
  return /AccessDenied|not authorized to perform/.test(message) && !isDeliberate(message);
}

/** Rights take a while to come; a denial is there to stay. */
function isDeliberate(message: string): boolean {
  return /explicit deny/.test(message);
}

/** The caller of this command may not make a call of it, whoever else may. */
export function isCallersOwn(error: unknown): boolean {
  if (error instanceof ApiRefusal) {
    // S3's refusals concern the API's role; API Gateway's own name the action that the caller lacks.
    return (
      error.refusal.code === undefined && /not authorized to (perform|access)/.test(error.refusal.message)
    );
  }
  if (!(error instanceof Error)) return false;
  return ['AccessDenied', 'AccessDeniedException'].includes(error.name) || isCallersOwn(error.cause);
}

/**
 * API Gateway could not pass a name on to S3 as it is: their signatures differ, or the object went elsewhere.
 * https://github.com/aws/aws-sdk-java/issues/1902
 */
export function isAboutName(error: unknown): boolean {
  if (error instanceof ApiRefusal) {
    const { code, status } = error.refusal;
    return code === undefined ? status === 400 : ['SignatureDoesNotMatch', 'InvalidURI'].includes(code);
  }
  return error instanceof Error && error.name === 'NoSuchKey';
}

/**
 * API Gateway took the name at the end of a path for another, or could not read it: which characters arrive as what is
 * nowhere written down.
 */
export function isAboutNameInPath(error: unknown): boolean {
  if (!(error instanceof ApiRefusal)) return false;
  return [400, 404].includes(error.refusal.status) || wrongSignature(error.refusal);
}
