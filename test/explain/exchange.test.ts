import { expect, test } from 'vitest';
import { exchange } from '../../src/explain/exchange.ts';

const trade = exchange([
  ['eu-central-1', 'us-east-1'],
  ['arn:aws-cn:', 'arn:aws:'],
  ['same', 'same'],
]);

test('both texts of a pair take the other’s place, wherever they stand', () => {
  expect(trade({ a: ['arn:aws-cn:s3:::x-eu-central-1', { b: 'us-east-1 arn:aws:sns' }] })).toEqual({
    a: ['arn:aws:s3:::x-us-east-1', { b: 'eu-central-1 arn:aws-cn:sns' }],
  });
});

test('done twice it changes nothing', () => {
  const value = { a: 'us-east-1/eu-central-1/same', b: [1, null, true], c: undefined };
  expect(trade(trade(value))).toEqual(value);
});

test('bytes and dates are left alone', () => {
  const value = { bytes: new Uint8Array([1]), date: new Date(0) };
  const traded = trade(value);
  expect(traded.bytes).toBe(value.bytes);
  expect(traded.date).toBe(value.date);
});
