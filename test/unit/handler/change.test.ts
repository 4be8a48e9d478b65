import { describe, expect, test } from 'vitest';
import { recordsOf, requestOf } from '../../../handler/change.ts';

function record(key: string, more: object = {}): object {
  const object = { key, size: 1, eTag: 'e1', sequencer: '00A1', ...more };
  return {
    eventName: 'ObjectCreated:Put',
    eventTime: '2026-11-22T10:11:12Z',
    s3: { bucket: { name: 'b' }, object },
  };
}

describe('a change', () => {
  test.each([
    ['red+flower.jpg', 'red flower.jpg'],
    ['a%2Bb.txt', 'a+b.txt'],
    ['a+b%2Bc%2520.txt', 'a b+c%20.txt'],
    ['a/b/c%3D%40.txt', 'a/b/c=@.txt'],
    ['%E6%97%A5%E6%9C%AC.txt', '日本.txt'],
    ['line%0Abreak%09tab', 'line\nbreak\ttab'],
  ])('of %j is about the object %j', (encoded, key) => {
    expect(requestOf(record(encoded)).key).toBe(key);
  });

  test('has a padded sequencer, and a time with milliseconds', () => {
    const change = requestOf(record('k', { versionId: 'v1' }));
    expect(change).toEqual({
      bucket: 'b',
      key: 'k',
      sequencer: '00A10000000000000000000000000000',
      kind: 'created',
      time: '2026-11-22T10:11:12.000Z',
      etag: 'e1',
      versionId: 'v1',
      size: 1,
    });
  });

  test.each([
    [{}, 's3.bucket.name'],
    [null, 's3.bucket.name'],
    [record(''), 's3.object.key'],
    [record('k', { sequencer: undefined }), 's3.object.sequencer'],
  ])('cannot be read from %j', (broken, missing) => {
    expect(() => requestOf(broken)).toThrow(`the event record has no ${missing}`);
  });
});

test('the test message of a new notification has no records', () => {
  expect(recordsOf({ Service: 'Amazon S3', Event: 's3:TestEvent' })).toEqual([]);
});
