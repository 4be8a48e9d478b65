import type { Fault } from './fault.ts';
import { type Right, rightOfRequest } from './right-of-request.ts';

/** Who may not do what, on what, and what forbids it. */
export function deniedSentence(fault: Fault): string {
  const denied = denial(fault);
  if (denied === undefined) return `permission denied: ${fault.message}`;
  const where = denied.resource === undefined ? '' : ` on ${denied.resource}`;
  const { decree } = denied;
  return `${denied.who} may not ${denied.action}${where}${decree === undefined ? '' : `, ${decree.sentence}`}`;
}

/** What to ask the administrator for: the statement to add, or the denial to lift. */
export function deniedHint(fault: Fault): string {
  const encoded = encodedReason(fault.message);
  if (encoded !== undefined)
    return `let somebody who may read the reason: aws sts decode-authorization-message --encoded-message ${encoded}`;
  const denied = denial(fault);
  if (denied === undefined)
    return 'compare the rights of these credentials with: filepipe policy deployer, or use another --profile';
  const { decree, action, resource = '*' } = denied;
  if (decree?.explicit)
    return `ask the account's administrator to lift the deny of ${action} in the ${decree.policy}`;
  const place =
    decree === undefined || decree.policy === 'identity-based policy' ? '' : ` to the ${decree.policy}`;
  const statement = JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource });
  return `ask the account's administrator to allow ${action} with this statement${place}; all that is needed: filepipe policy ${roleFor(action)}
${statement}`;
}

interface Denial extends Right {
  readonly who: string;
  readonly decree: Decree | undefined;
}

/** The kind of policy that decided, and how. */
interface Decree {
  readonly explicit: boolean;
  readonly policy: string;
  readonly sentence: string;
}

/** What the text says, or else what the request needed. */
function denial({ message, request }: Fault): Denial | undefined {
  const needed = request === undefined ? undefined : rightOfRequest(request);
  const [, who, said, resource] = WORDED.exec(message) ?? [];
  if (who === undefined || said === undefined)
    return needed === undefined ? undefined : { who: 'this identity', ...needed, decree: undefined };
  return {
    who,
    action: spelled(said, needed),
    resource: resource ?? needed?.resource,
    decree: decreeIn(message),
  };
}

/** In every service but S3's and SQS's old texts; S3 and STS put quotes around what the others do not. */
const WORDED =
  /User: "?([^\s"]+)"? is not authorized to perform: "?([\w-]+:\w+)"?(?: on resource: "?([^\s"]+))?/;

/** SQS says `sqs:createqueue`, SNS `SNS:Publish`. */
function spelled(said: string, needed: Right | undefined): string {
  if (needed?.action.toLowerCase() === said.toLowerCase()) return needed.action;
  return said.replace(/^[^:]+/, (service) => service.toLowerCase());
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function decreeIn(message: string): Decree | undefined {
  const kind = '([a-z-]+(?: [a-z-]+)* policy|permissions boundary)';
  const policies = new RegExp(`with an explicit deny in (?:an? )?${kind}`, 'i').exec(message);
  if (policies?.[1] !== undefined)
    return {
      explicit: true,
      policy: policies[1],
      sentence: `an explicit deny in the ${policies[1]} forbids it`,
    };
  if (/explicit deny/i.test(message))
    return { explicit: true, policy: 'policies', sentence: 'an explicit deny forbids it' };
  const silent = new RegExp(`because no ${kind} allows`, 'i').exec(message)?.[1];
  if (silent === undefined) return undefined;
  return { explicit: false, policy: silent, sentence: `no ${silent} allows it` };
}

/** Some services hide the reason from those who may not read it. */
function encodedReason(message: string): string | undefined {
  return /encoded authorization failure message: (\S+)/i.exec(message)?.[1];
}

const FOR_UPLOADS = ['s3:PutObject', 's3:AbortMultipartUpload', 'dynamodb:GetItem', 'execute-api:Invoke'];
const FOR_READING = ['dynamodb:Query', 'logs:FilterLogEvents', 's3:ListBucketVersions'];

const FOR_OPERATING = [
  'sqs:ReceiveMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'lambda:InvokeFunction',
];

function roleFor(action: string): string {
  if (FOR_OPERATING.includes(action)) return 'operator';
  if (FOR_UPLOADS.includes(action)) return 'uploader';
  return FOR_READING.includes(action) ? 'reader' : 'deployer';
}
