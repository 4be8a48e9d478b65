import { dirname } from 'node:path';
import { deniedHint, deniedSentence } from './denial.ts';
import type { Fault } from './fault.ts';

/** A failure that users meet, its sentence and its cure. */
export interface KnownFault {
  readonly when: (fault: Fault) => boolean;
  readonly say: (fault: Fault) => string;
  readonly hint: (fault: Fault) => string;
}

/** The first row that fits counts. */
export const knownFaults: readonly KnownFault[] = [
  {
    when: mentionsExpiredSso,
    say: () => 'the single sign-on session has expired or was never opened',
    hint: () => 'sign in again: aws sso login',
  },
  {
    when: mentionsExpiredLogin,
    say: () => 'the session of `aws login` is over',
    hint: () => 'sign in again: aws login',
  },
  {
    when: named('CredentialsProviderError', 'TokenProviderError'),
    say: ({ message }) => (isEmptyChain(message) ? 'no AWS credentials found' : message),
    hint: () =>
      'sign in with aws login or aws configure, name a --profile, or try it without an account: --local',
  },
  {
    when: named('ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired'),
    say: () => 'the temporary credentials have expired',
    hint: () =>
      'get new ones (aws sso login, aws login, or the source of AWS_SESSION_TOKEN) and run the command again',
  },
  {
    when: named('InvalidClientTokenId', 'UnrecognizedClientException', 'InvalidAccessKeyId', 'InvalidToken'),
    say: () => 'AWS does not know these credentials',
    hint: () =>
      'see which are used: aws configure list; a Region that is switched off for the account looks the same',
  },
  {
    when: (fault) => named('RequestTimeTooSkewed')(fault) || mentionsWrongClock(fault),
    say: () => "this machine's clock is more than a few minutes off",
    hint: () => 'set the clock, for example: sudo timedatectl set-ntp true',
  },
  {
    when: named('SignatureDoesNotMatch', 'InvalidSignatureException'),
    say: () => 'the secret access key does not belong to the access key',
    hint: () => 'enter both again: aws configure',
  },
  {
    when: (fault) => isRefusal(fault) || isBareRefusal(fault),
    say: deniedSentence,
    hint: deniedHint,
  },
  {
    when: named('NoSuchBucket', 'ResourceNotFoundException'),
    say: ({ message }) => `a part of the pipeline is not there: ${message}`,
    hint: () => 'create the pipeline with filepipe setup, or say which install is meant with --name',
  },
  {
    when: named('OptInRequired', 'SubscriptionRequiredException'),
    say: () => 'the account is not signed up for this service in this region',
    hint: () => 'finish the account sign-up in the AWS console, or choose another --region',
  },
  {
    when: named('PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'),
    say: () => 'the bucket is in another region',
    hint: () => 'name the region of the bucket: --region <region>',
  },
  {
    when: named(
      'Throttling',
      'ThrottlingException',
      'TooManyRequestsException',
      'RequestLimitExceeded',
      'SlowDown',
    ),
    say: () => 'AWS asks for fewer requests, and still did after several tries',
    hint: () => 'wait a minute and run the command again: it carries on where it stopped',
  },
  {
    when: named('MalformedPolicyDocumentException', 'MalformedPolicyDocument'),
    say: ({ message }) => `AWS does not accept a policy: ${message}`,
    hint: () => 'correct the policy given with --extra-policy and run the command again',
  },
  {
    when: named('EntityAlreadyExistsException', 'ResourceAlreadyExistsException', 'ResourceInUseException'),
    say: ({ message }) => message,
    hint: () => 'somebody else made or changed it at the same moment: run filepipe setup again',
  },
  {
    when: isUnreadable,
    say: () => "the answer is not one of AWS's",
    hint: () => 'check what --endpoint-url, AWS_ENDPOINT_URL or a proxy leads to',
  },
  {
    when: ({ isAnswer, status = 0 }) => isAnswer && status >= 500,
    say: ({ message }) => `AWS has a problem of its own: ${message}`,
    hint: () =>
      'run the command again in a minute; outages are told at https://health.aws.amazon.com/health/status',
  },
  {
    when: named('ECONNREFUSED'),
    say: ({ about }) => `nothing answers at ${about}`,
    hint: () => 'check --endpoint-url and AWS_ENDPOINT_URL, or start the embedded AWS: filepipe local start',
  },
  {
    when: named('ENOTFOUND', 'EAI_AGAIN'),
    say: ({ about }) => `there is no host ${about}, or no network`,
    hint: () => 'check the network and the spelling of --region or --endpoint-url',
  },
  {
    when: named('ETIMEDOUT', 'ECONNRESET', 'EPIPE', 'ENETUNREACH', 'EHOSTUNREACH', 'TimeoutError'),
    say: ({ name }) => `the connection broke (${name})`,
    hint: () => 'check the network and any proxy, and run the command again: it carries on where it stopped',
  },
  {
    when: ({ name }) => /CERT|TLS|SSL/.test(name),
    say: ({ message }) => `the secure connection is not trusted: ${message}`,
    hint: () => 'behind a proxy that inspects traffic, set NODE_EXTRA_CA_CERTS to its certificate file',
  },
  {
    when: named('ENOSPC', 'EDQUOT'),
    say: () => 'the disk is full',
    hint: () => 'free some space and run the command again',
  },
  {
    when: named('EACCES', 'EPERM'),
    say: ({ about }) => `no permission for ${about}`,
    hint: ({ about }) =>
      `check who owns it: ls -ld ${JSON.stringify(dirname(about))} ${JSON.stringify(about)}`,
  },
  {
    when: named('EADDRINUSE'),
    say: ({ about }) => `something else already listens at ${about}`,
    hint: () => 'choose another port: filepipe local start --port 4578',
  },
];

function named(...names: readonly string[]): (fault: Fault) => boolean {
  return ({ name }) => names.includes(name);
}

/** The SDK's token providers say it in four ways, all of which end with the command that helps. */
function mentionsExpiredSso({ name, message }: Fault): boolean {
  return /ProviderError$/.test(name) && /\bsso\b.*(expired|invalid|not found)|aws sso login/i.test(message);
}

function mentionsExpiredLogin({ name, message }: Fault): boolean {
  return /ProviderError$/.test(name) && /aws login/.test(message);
}

/** `InvalidSignatureException` covers a wrong key and a wrong clock; only the text tells them apart. */
function mentionsWrongClock({ name, message }: Fault): boolean {
  return name === 'InvalidSignatureException' && /signature (expired|not yet current)/i.test(message);
}

const isRefusal = named(
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AuthorizationErrorException',
);

/** The answer to a HEAD request has no body, so the SDK knows no name for it. */
function isBareRefusal({ name, status }: Fault): boolean {
  return status === 403 && /^Unknown/.test(name);
}

/** The SDK has no name for what it could not parse, unless an error status has one. */
function isUnreadable({ isAnswer, name, message }: Fault): boolean {
  return isAnswer && (/^Unknown(Error)?$/.test(message) || name === 'SyntaxError');
}

function isEmptyChain(message: string): boolean {
  return /could not load credentials from any providers/i.test(message);
}
