import type { Clients } from '../clients.ts';
import type { Fields, WriteCall } from './record-writes.ts';

/** What IAM has to allow for a call to succeed, tagging and handing over roles included. */
export function iamActions({ service, operation, input }: WriteCall): string[] {
  return [
    actionOf(service, operation),
    ...(hasTags(input) && tagActions[service] !== undefined ? [tagActions[service]] : []),
    ...(handsOverRole.includes(operation) ? ['iam:PassRole'] : []),
  ];
}

function actionOf(service: keyof Clients, operation: string): string {
  if (service === 'apigateway') return `apigateway:${verbOf(operation)}`;
  return `${service}:${renamed[operation] ?? operation}`;
}

/**
 * Operations of S3 whose action is called otherwise.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const renamed: Readonly<Record<string, string>> = {
  PutBucketEncryption: 'PutEncryptionConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
};

/** API Gateway's actions are the verbs of HTTP. */
function verbOf(operation: string): string {
  if (operation.startsWith('Create')) return 'POST';
  if (operation.startsWith('Update')) return 'PATCH';
  return operation.startsWith('Delete') ? 'DELETE' : 'PUT';
}

/** What tagging by the call that creates takes besides. */
const tagActions: Partial<Record<keyof Clients, string>> = {
  s3: 's3:TagResource',
  lambda: 'lambda:TagResource',
  iam: 'iam:TagRole',
  dynamodb: 'dynamodb:TagResource',
  apigateway: 'apigateway:PUT',
  cloudwatch: 'cloudwatch:TagResource',
  logs: 'logs:TagResource',
  sns: 'sns:TagResource',
  sqs: 'sqs:TagQueue',
};

const handsOverRole = ['CreateFunction', 'PutIntegration'];

function hasTags(input: Fields): boolean {
  const { CreateBucketConfiguration: bucket } = input;
  return [input, bucket].some(
    (fields) => typeof fields === 'object' && fields !== null && ('Tags' in fields || 'tags' in fields),
  );
}
