import type { Finding } from '../finding.ts';

/** Variables that send requests elsewhere than to AWS, left over from other work more often than meant. */
export function endpointOverrides(env: Readonly<Record<string, string | undefined>>): Finding {
  const names = Object.keys(env)
    .filter((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && env[name])
    .sort();
  const ignored = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true';
  if (names.length === 0 || ignored)
    return { check: 'endpoints', state: 'ok', text: 'no variable sends requests elsewhere' };
  const list = names.map((name) => `${name}=${env[name]}`).join(', ');
  return {
    check: 'endpoints',
    state: 'warning',
    text: `the environment sends requests elsewhere: ${list}`,
    fix: `unless that is meant: unset ${names.join(' ')}`,
  };
}
