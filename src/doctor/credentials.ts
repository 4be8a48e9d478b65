import type { AwsCredentialIdentity } from '@smithy/types';
import type { Finding } from '../finding.ts';
import { formatSeconds } from '../report/format.ts';

/** Less than a setup may take on a slow day. */
const SOON_SECONDS = 10 * 60;

/** Where credentials come from, and how long they hold. `now` in milliseconds since the epoch. */
export function credentialsFinding(identity: AwsCredentialIdentity, now: number): Finding {
  const { accessKeyId, expiration } = identity;
  const text = `key ${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}${sourceOf(identity)}`;
  if (expiration === undefined) return { check: 'credentials', state: 'ok', text };
  const seconds = (expiration.getTime() - now) / 1000;
  const fix = 'get new ones, for example: aws sso login, or aws login';
  if (seconds <= 0) return { check: 'credentials', state: 'fault', text: `${text}, expired`, fix };
  const valid = `${text}, for another ${formatSeconds(seconds)}`;
  if (seconds < SOON_SECONDS) return { check: 'credentials', state: 'warning', text: valid, fix };
  return { check: 'credentials', state: 'ok', text: valid };
}

/** The SDK notes for its own statistics which of its providers had a hand in it. */
function sourceOf(identity: AwsCredentialIdentity): string {
  const { $source = {} } = identity as { readonly $source?: object };
  const words = SOURCES.find(([feature]) => feature.some((name) => name in $source))?.[1];
  return words === undefined ? '' : ` from ${words}`;
}

const SOURCES: readonly (readonly [readonly string[], string])[] = [
  [['CREDENTIALS_SSO', 'CREDENTIALS_SSO_LEGACY'], 'single sign-on'],
  [['CREDENTIALS_LOGIN'], 'aws login'],
  [['CREDENTIALS_STS_ASSUME_ROLE'], 'a role that the profile assumes'],
  [['CREDENTIALS_STS_ASSUME_ROLE_WEB_ID'], 'a web identity token'],
  [['CREDENTIALS_PROCESS'], 'the program that the profile names'],
  [['CREDENTIALS_ENV_VARS'], 'the environment'],
  [['CREDENTIALS_PROFILE'], 'the AWS configuration files'],
  [['CREDENTIALS_HTTP', 'CREDENTIALS_IMDS'], 'the machine that this runs on'],
];
