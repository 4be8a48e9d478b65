import { expect, test } from 'vitest';
import { settingsFrom } from '../../../handler/settings.ts';

const env = { BUCKET_NAME: 'b', TABLE_NAME: 't' };

test('a removed file is remembered for 30 days unless the environment says otherwise', () => {
  expect(settingsFrom(env)).toEqual({
    bucket: 'b',
    table: 't',
    tombstoneDays: 30,
    timeShards: 1,
    customEndpoint: false,
  });
  expect(settingsFrom({ ...env, TOMBSTONE_DAYS: '7' }).tombstoneDays).toBe(7);
});

test('rows go to as many shards as the environment says', () => {
  expect(settingsFrom({ ...env, TIME_SHARDS: '8' }).timeShards).toBe(8);
});

test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'])('S3 is elsewhere when %s is set', (name) => {
  expect(settingsFrom({ ...env, [name]: 'http://127.0.0.1:1' }).customEndpoint).toBe(true);
});

test.each([
  [{ TABLE_NAME: 't' }, 'BUCKET_NAME is not set'],
  [{ BUCKET_NAME: 'b' }, 'TABLE_NAME is not set'],
  [{ ...env, TABLE_NAME: '' }, 'TABLE_NAME is not set'],
  [{ ...env, TOMBSTONE_DAYS: '0' }, 'TOMBSTONE_DAYS is not a number of days: 0'],
  [{ ...env, TOMBSTONE_DAYS: 'week' }, 'TOMBSTONE_DAYS is not a number of days: week'],
  [{ ...env, TIME_SHARDS: '0' }, 'TIME_SHARDS is not a number from 1 to 8: 0'],
  [{ ...env, TIME_SHARDS: '9' }, 'TIME_SHARDS is not a number from 1 to 8: 9'],
])('the environment %j is refused', (env, message) => {
  expect(() => settingsFrom(env)).toThrow(message);
});
