import { expect, test } from 'vitest';
import { awsCommand } from '../../src/explain/aws-command.ts';
import type { WriteCall } from '../../src/explain/record-writes.ts';

const call = (service: WriteCall['service'], operation: string, input: WriteCall['input']) =>
  awsCommand({ service, operation, input, output: {} }).flat().join(' ');

test.each<[string, WriteCall['input'], string]>([
  ['a text', { roleName: 'it is' }, "--role-name 'it is'"],
  ['a number', { MemorySize: 512 }, '--memory-size 512'],
  ['what begins with a hyphen', { Description: '-x' }, '--description=-x'],
  ['yes', { Enabled: true }, '--enabled'],
  ['no', { apiKeyRequired: false }, '--no-api-key-required'],
  ['nothing', { a: undefined }, ''],
  ['a member of capitals', { OKActions: ['a', 'b c'] }, "--ok-actions a 'b c'"],
  ['a small map', { tags: { 'a:b': 'c', d: 'e' } }, '--tags a:b=c,d=e'],
  ['a list of small maps', { Tags: [{ Key: 'a', Value: 'b' }] }, '--tags Key=a,Value=b'],
  ['a map with a comma', { tags: { a: 'b,c' } }, `--tags '{"a": "b,c"}'`],
  ['a map with an empty text', { tags: { a: '' } }, `--tags '{"a": ""}'`],
  ['a list of texts like flags', { args: ['-a'] }, `--args '["-a"]'`],
  ['an empty list', { args: [] }, "--args '[]'"],
  ['a structure', { A: { B: ["it's"] } }, `--a '{"B": ["it'\\''s"]}'`],
  ['a document', { Policy: '{"a":1}' }, `--policy '{"a": 1}'`],
  ['a text with a brace', { Uri: '{key}' }, "--uri '{key}'"],
])('%s is written as aws-cli reads it', (_, input, flags) => {
  expect(call('iam', 'CreateRole', input)).toBe(`aws iam create-role ${flags}`.trimEnd());
});

test('services and flags go by the names that aws-cli gives them', () => {
  expect(call('s3', 'PutBucketPolicy', { Bucket: 'b' })).toBe('aws s3api put-bucket-policy --bucket b');
  expect(call('sns', 'Subscribe', { Endpoint: 'a@b' })).toBe('aws sns subscribe --notification-endpoint a@b');
  expect(call('lambda', 'CreateFunction', { Code: { ZipFile: new Uint8Array() } })).toBe(
    'aws lambda create-function --zip-file "fileb://$zip"',
  );
});
