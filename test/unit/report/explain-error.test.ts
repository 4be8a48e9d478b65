import { describe, expect, test } from 'vitest';
import { FilepipeError } from '../../../src/errors.ts';
import { explainError } from '../../../src/report/explain-error.ts';

/** An error as the SDK throws it. */
function awsError(name: string, message: string, status = 400): Error {
  return Object.assign(new Error(message), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: status, requestId: 'REQ1' },
  });
}

function systemError(code: string, details: object = {}): Error {
  return Object.assign(new Error(`${code} happened`), { code, ...details });
}

function providerError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

const denied =
  'User: arn:aws:iam::111122223333:user/ann is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::111122223333:role/r because no identity-based policy allows the iam:CreateRole action';

describe('failures that users meet', () => {
  test.each<[string, Error, RegExp, RegExp]>([
    [
      'AWS in trouble',
      awsError('InternalFailure', 'oops', 500),
      /problem of its own: oops/,
      /again in a minute/,
    ],
    [
      'an answer of somebody else',
      awsError('NotFound', 'Unknown', 404),
      /not one of AWS's/,
      /--endpoint-url/,
    ],
    [
      'no credentials',
      providerError('CredentialsProviderError', 'Could not load credentials from any providers'),
      /no AWS credentials/,
      /aws login/,
    ],
    [
      'SSO expired',
      providerError(
        'CredentialsProviderError',
        'Token is expired. To refresh this SSO session run aws sso login with the corresponding profile.',
      ),
      /sign-on session/,
      /aws sso login/,
    ],
    [
      'SSO session gone',
      providerError(
        'TokenProviderError',
        'The SSO session token associated with profile=w was not found or is invalid. To refresh this SSO session run aws sso login',
      ),
      /sign-on session/,
      /aws sso login/,
    ],
    [
      'aws login over',
      providerError(
        'CredentialsProviderError',
        'Failed to load a token for session s, please re-authenticate using aws login',
      ),
      /`aws login` is over/,
      /: aws login/,
    ],
    [
      'expired token',
      awsError('ExpiredToken', 'The provided token has expired.'),
      /temporary credentials have expired/,
      /aws sso login/,
    ],
    [
      'expired token of another service',
      awsError('ExpiredTokenException', 'expired', 403),
      /have expired/,
      /new ones/,
    ],
    [
      'unknown token',
      awsError('InvalidClientTokenId', 'The security token included in the request is invalid', 403),
      /does not know these credentials/,
      /aws configure list/,
    ],
    ['unknown key at S3', awsError('InvalidAccessKeyId', 'no', 403), /does not know these credentials/, /./],
    ['wrong clock', awsError('RequestTimeTooSkewed', 'The difference…', 403), /clock/, /set the clock/],
    [
      'wrong clock, as Lambda says it',
      awsError('InvalidSignatureException', 'Signature expired: 2026… is now earlier than…', 403),
      /clock/,
      /set the clock/,
    ],
    ['wrong secret', awsError('SignatureDoesNotMatch', 'no', 403), /secret access key/, /aws configure/],
    [
      'denied',
      awsError('AccessDenied', denied, 403),
      /ann may not iam:CreateRole on arn:aws:iam::111122223333:role\/r/,
      /allow iam:CreateRole with this statement/,
    ],
    [
      'denied by a deny',
      awsError(
        'AccessDeniedException',
        `${denied.replace(/because.*/, 'with an explicit deny in a service control policy')}`,
        403,
      ),
      /explicit deny/,
      /lift the deny of iam:CreateRole/,
    ],
    [
      'denied without details',
      awsError('AccessDenied', 'Access Denied', 403),
      /permission denied: Access Denied/,
      /filepipe policy deployer/,
    ],
    ['throttled', awsError('TooManyRequestsException', 'Too Many Requests', 429), /fewer requests/, /wait/],
    ['another region', awsError('PermanentRedirect', 'no', 301), /another region/, /--region/],
    [
      'nothing listens',
      systemError('ECONNREFUSED', { address: '127.0.0.1', port: 9 }),
      /nothing answers at 127\.0\.0\.1:9/,
      /local start/,
    ],
    [
      'no such host',
      systemError('ENOTFOUND', { hostname: 'sts.nowhere-1.amazonaws.com' }),
      /no host sts\.nowhere-1/,
      /--region/,
    ],
    ['broken connection', systemError('ECONNRESET'), /connection broke \(ECONNRESET\)/, /carries on/],
    ['untrusted certificate', systemError('SELF_SIGNED_CERT_IN_CHAIN'), /not trusted/, /NODE_EXTRA_CA_CERTS/],
    ['disk full', systemError('ENOSPC'), /disk is full/, /free some space/],
    [
      'no permission for a file',
      systemError('EACCES', { path: '/x' }),
      /no permission for \/x/,
      /ls -ld "\/" "\/x"$/,
    ],
  ])('%s', (_, error, sentence, hint) => {
    const explained = explainError(new FilepipeError('cannot do it', { cause: error }));
    expect(explained.what).toBe('cannot do it');
    expect(explained.why).toEqual([expect.stringMatching(sentence)]);
    expect(explained.hint).toMatch(hint);
    expect(explained.isBug).toBe(false);
  });
});

test('an answer of AWS is told with its name, status and request id', () => {
  const explained = explainError(awsError('ValidationException', 'one thing is wrong'));
  expect(explained.what).toBe('one thing is wrong (ValidationException, 400, request REQ1)');
  expect(explained.isBug).toBe(false);
});

test("the cause's own words are not told twice", () => {
  const cause = awsError('AccessDenied', denied, 403);
  const { what, why } = explainError(new FilepipeError(`could not set up role r: ${denied}`, { cause }));
  expect(what).toBe('could not set up role r');
  expect(why).toEqual([expect.stringContaining('may not iam:CreateRole')]);
});

test('a connection tried at several addresses is one failure', () => {
  const attempts = ['::1', '127.0.0.1'].map((address) => systemError('ECONNREFUSED', { address, port: 9 }));
  const error = Object.assign(new AggregateError(attempts), { code: 'ECONNREFUSED' });
  expect(explainError(error).what).toBe('nothing answers at ::1:9');
});

test('several failures keep the words of their collector and the hint of the first', () => {
  const cause = new AggregateError([
    new FilepipeError('one', { cause: awsError('ExpiredToken', 'x') }),
    new Error('two'),
  ]);
  const { what, why, hint, isBug } = explainError(
    new FilepipeError('could not do 2 things\none\ntwo', { cause }),
  );
  expect([what, why, isBug]).toEqual(['could not do 2 things\none\ntwo', [], false]);
  expect(hint).toMatch(/new ones/);
});

test('its own hint is better than the one of the table', () => {
  const error = new FilepipeError('no', { hint: 'do this', cause: systemError('ECONNREFUSED') });
  expect(explainError(error).hint).toBe('do this');
});

test.each([[new TypeError('x is not a function')], ['a text'], [undefined]])('%s is a bug', (thrown) => {
  expect(explainError(thrown).isBug).toBe(true);
});

test('a reason that the sentence ends with is not told twice', () => {
  const cause = new FilepipeError('the bucket has another', { hint: 'remove that' });
  const { what, why, hint } = explainError(
    new FilepipeError('could not set it: the bucket has another', { cause }),
  );
  expect([what, why, hint]).toEqual(['could not set it: the bucket has another', [], 'remove that']);
});
