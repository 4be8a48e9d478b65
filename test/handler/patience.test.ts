import { expect, test } from 'vitest';
import { getRow } from '../../src/catalog/get-row.ts';
import { handlerFile } from '../built.ts';
import { failing } from '../local/interventions.ts';
import { startAws } from '../provision/aws.ts';
import { createBucket } from './create-bucket.ts';
import { createTable } from './create-table.ts';
import { startFunction } from './function.ts';
import { notifyingBucket } from './notifying-bucket.ts';

test('a row that a busy table refuses for some seconds is written all the same', async () => {
  let refusals = 3;
  const aws = await startAws({
    intervene(call) {
      if (call.operation !== 'PutItem' || refusals === 0) return undefined;
      refusals -= 1;
      return failing('throttle')(call);
    },
  });
  await createBucket(aws.clients.s3, 'busy', 'unversioned');
  await createTable(aws.clients.dynamodb, 'Busy');
  const running = await startFunction(handlerFile, { target: aws.target, bucket: 'busy', table: 'Busy' });
  const event = await notifyingBucket(aws.clients.s3, 'busy').put('a.txt', 'a');
  expect(await running.invoke(event)).toEqual({});
  expect(refusals).toBe(0);
  const signal = new AbortController().signal;
  expect(await getRow(aws.clients.dynamodb, 'Busy', 'a.txt', signal)).toMatchObject({ size: 1 });
  await running.close();
  await aws.close();
});
