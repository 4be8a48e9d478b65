import { expect, test } from 'vitest';
import { settingsFrom } from '../../../handler/settings.ts';

test('a removed file is remembered for 30 days unless the environment says otherwise', () => {
  expect(settingsFrom({ TABLE_NAME: 't' })).toEqual({ table: 't', tombstoneDays: 30, customEndpoint: false });
  expect(settingsFrom({ TABLE_NAME: 't', TOMBSTONE_DAYS: '7' }).tombstoneDays).toBe(7);
});

test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'])('S3 is elsewhere when %s is set', (name) => {
  expect(settingsFrom({ TABLE_NAME: 't', [name]: 'http://127.0.0.1:1' }).customEndpoint).toBe(true);
});

test.each([
  [{}, 'TABLE_NAME is not set'],
  [{ TABLE_NAME: '' }, 'TABLE_NAME is not set'],
  [{ TABLE_NAME: 't', TOMBSTONE_DAYS: '0' }, 'TOMBSTONE_DAYS is not a number of days: 0'],
  [{ TABLE_NAME: 't', TOMBSTONE_DAYS: 'week' }, 'TOMBSTONE_DAYS is not a number of days: week'],
])('the environment %j is refused', (env, message) => {
  expect(() => settingsFrom(env)).toThrow(message);
});
