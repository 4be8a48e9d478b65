import { expect, it } from 'vitest';
import { targetAt } from '../conformance/any-endpoint.ts';

it.each([
  'https://s3.amazonaws.com',
  'https://sts.cn-north-1.amazonaws.com.cn',
  'http://localhost.amazonaws.com',
  'http://127.0.0.1.example.com',
  'http://localhost@example.com',
  'http://10.0.0.1:4566',
  'ftp://localhost',
  'localhost:4566',
])('tests are not run against %s', async (endpoint) => {
  await expect(targetAt(endpoint, {})).rejects.toThrow(`${endpoint} is not on this machine`);
});
