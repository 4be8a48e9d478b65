import { describe, expect, test } from 'vitest';
import { clockFinding, identityFinding } from '../../../src/doctor/caller.ts';
import { credentialsFinding } from '../../../src/doctor/credentials.ts';
import { endpointOverrides } from '../../../src/doctor/endpoint-overrides.ts';
import { nodeVersion } from '../../../src/doctor/node-version.ts';
import { shippedCode } from '../../../src/doctor/shipped-code.ts';

describe('Node.js', () => {
  test.each([
    ['20.19.0', 'ok'],
    ['20.18.3', 'warning'],
    ['21.7.0', 'warning'],
    ['22.0.0', 'ok'],
    ['24.11.1', 'ok'],
    ['26.0.0', 'warning'],
  ])('%s is %s', (version, state) => {
    expect(nodeVersion(version).state).toBe(state);
  });
});

describe('credentials', () => {
  const now = Date.UTC(2026, 0, 1);
  const key = { accessKeyId: 'ASIA0123456789ABCDEF', secretAccessKey: 'secret' };

  test.each([
    [-1, 'fault'],
    [60, 'warning'],
    [3600, 'ok'],
  ])('that hold for another %i s are a %s', (seconds, state) => {
    const expiration = new Date(now + seconds * 1000);
    expect(credentialsFinding({ ...key, expiration }, now).state).toBe(state);
  });

  test('tell where they come from, and never the secret', () => {
    const identity = { ...key, $source: { CREDENTIALS_PROFILE: 'n', CREDENTIALS_PROCESS: 'w' } };
    const { state, text } = credentialsFinding(identity, now);
    expect({ state, text }).toEqual({
      state: 'ok',
      text: 'key ASIA…CDEF from the program that the profile names',
    });
  });
});

describe('the clock', () => {
  test.each([
    [0.4, 'ok', /as AWS has it/],
    [-30, 'ok', /30 s off/],
    [61, 'warning', /61 s behind/],
    [-400, 'fault', /400 s ahead of/],
    [undefined, 'unknown', /does not say/],
  ] as const)('%s seconds off is %s', (seconds, state, text) => {
    expect(clockFinding(seconds)).toMatchObject({ state, text: expect.stringMatching(text) });
  });
});

test('the owner of an AWS account is warned', () => {
  const arn = 'arn:aws:iam::111122223333:root';
  expect(identityFinding(arn, true).state).toBe('warning');
  expect(identityFinding(arn, false).state).toBe('ok');
  expect(identityFinding('arn:aws:iam::111122223333:user/ann', true).state).toBe('ok');
});

test('variables that send requests elsewhere are named, unless AWS is told to ignore them', () => {
  const env = { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4566', AWS_ENDPOINT_URL_SQS: '' };
  expect(endpointOverrides(env)).toMatchObject({
    state: 'warning',
    text: expect.stringContaining('AWS_ENDPOINT_URL_S3=http://127.0.0.1:4566'),
    fix: 'unless that is meant: unset AWS_ENDPOINT_URL_S3',
  });
  expect(endpointOverrides({ ...env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }).state).toBe('ok');
});

test('code that is not there is a fault', async () => {
  expect((await shippedCode('/nowhere/index.mjs')).state).toBe('fault');
});
