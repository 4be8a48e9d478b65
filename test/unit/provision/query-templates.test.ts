import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTemplate } from '../../../src/local/apigateway/velocity/check-template.ts';
import { render } from '../../../src/local/apigateway/velocity/render.ts';
import {
  listAnswer,
  listRequest,
  refusal,
  showAnswer,
  showRequest,
} from '../../../src/provision/resources/query-templates.ts';

const templates = { listRequest: listRequest('T'), listAnswer: listAnswer(8), showRequest: showRequest('T') };

test.each(Object.entries({ ...templates, showAnswer: showAnswer(), refusal: refusal() }))(
  '%s is a template, and fits',
  (_, template) => {
    checkTemplate(template);
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    expect(template.length).toBeLessThan(300_000);
  },
);

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...`\\'"$#{}()!/\n a`) }),
);
const scalar = fc.oneof(text, fc.boolean(), fc.integer());
/** `__proto__` is a name like any other for DynamoDB, and none for JavaScript's objects. */
const name = text.filter((it) => it !== '' && it !== '__proto__' && it !== 'timeShard');
const part = fc.dictionary(name, fc.oneof(scalar, fc.array(text, { maxLength: 3 })), { maxKeys: 4 });
const details = fc.dictionary(name, fc.oneof(scalar, part), { maxKeys: 4 });
const row = fc
  .tuple(fc.dictionary(name, scalar, { maxKeys: 4 }), details)
  .map(([attributes, found]): Readonly<Record<string, unknown>> => ({ ...attributes, details: found }));

describe('whatever a row says', () => {
  test('GET /files/{filename} says the same', () => {
    fc.assert(
      fc.property(row, fc.boolean(), (item, asBase64) => {
        expect(answered(showAnswer(), { Item: marshall(item) }, asBase64)).toEqual(item);
      }),
    );
  });

  test('GET /files says the same, and goes on behind it', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 3 }), name, name, (items, uploadTime, filename) => {
        const LastEvaluatedKey = marshall({ timeShard: '3', uploadTime, filename });
        const Items = items.map((item) => marshall({ ...item, timeShard: '3' }));
        const { files, next, shards } = answered(listAnswer(8), { Items, LastEvaluatedKey }, false);
        expect([files, shards]).toEqual([items, 8]);
        expect(asked(listRequest('T'), { querystring: { next } })).toMatchObject({
          ExclusiveStartKey: marshall({ timeShard: '3', uploadTime, filename }),
          KeyConditionExpression: expect.stringContaining('= :shard AND'),
        });
      }),
    );
  });
});

test('whatever name is asked for, it is asked for as it is', () => {
  fc.assert(
    fc.property(text, (filename) => {
      const request = asked(showRequest('T'), { path: { filename } });
      expect(request).toEqual({ TableName: 'T', ConsistentRead: true, Key: marshall({ filename }) });
    }),
  );
});

test('whatever is sent as parameters, DynamoDB is asked for one page of the index', () => {
  const parameters = fc.record(
    { from: text, to: text, limit: text, shard: text, next: text },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(parameters, (querystring) => {
      const request = asked(listRequest('T'), { querystring });
      expect(Object.keys(request).filter((key) => key !== 'ExclusiveStartKey')).toEqual([
        'TableName',
        'IndexName',
        'ScanIndexForward',
        'Limit',
        'KeyConditionExpression',
        'ExpressionAttributeValues',
      ]);
      expect(request).toMatchObject({ TableName: 'T', IndexName: 'byUploadTime' });
      expect(Object.keys(request.ExpressionAttributeValues)).toEqual([':shard', ':from', ':to']);
    }),
  );
});

const nothing = { path: {}, querystring: {}, header: {} };

function asked(template: string, params: object) {
  return JSON.parse(rendered(template, '', { ...nothing, ...params }));
}

function answered(template: string, answer: object, asBase64: boolean) {
  const json = JSON.stringify(answer);
  return JSON.parse(rendered(template, asBase64 ? Buffer.from(json).toString('base64') : json, nothing));
}

function rendered(template: string, body: string, params: typeof nothing): string {
  return render(template, { body, params, context: {}, stageVariables: {} }).text;
}
