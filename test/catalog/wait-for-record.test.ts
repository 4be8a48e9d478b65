import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paddedSequencer, type Tombstone } from '../../handler/record.ts';
import { storeRow } from '../../handler/store-row.ts';
import { getRow } from '../../src/catalog/get-row.ts';
import { type RecordWait, waitForRecord } from '../../src/catalog/wait-for-record.ts';
import type { Control } from '../../src/control.ts';
import { createTable } from '../handler/create-table.ts';
import { startAws, type TestAws } from '../provision/aws.ts';
import { sampleRecord } from './sample-record.ts';

const TABLE = 'FileMetadata';
const NOW = Date.UTC(2026, 10, 22);
const EARLIER = new Date(NOW - 5000).toISOString();
const LATER = new Date(NOW + 5000).toISOString();

describe('waiting for the record of an upload', () => {
  let aws: TestAws;

  beforeAll(async () => {
    aws = await startAws();
    await createTable(aws.clients.dynamodb, TABLE);
  });

  afterAll(() => aws.close());

  const store = (row: Tombstone | ReturnType<typeof sampleRecord>) =>
    storeRow(aws.clients.dynamodb, TABLE, row);

  /** Waits, and lets `whileWaiting` happen each time it sleeps. */
  async function wait(uploaded: RecordWait['uploaded'], whileWaiting: () => Promise<unknown>) {
    const signal = new AbortController().signal;
    const previous = await getRow(aws.clients.dynamodb, TABLE, uploaded.key, signal);
    let now = NOW;
    const control: Control = {
      signal,
      waiting: () => {},
      now: () => now,
      sleep: async (seconds) => {
        now += seconds * 1000;
        await whileWaiting();
      },
    };
    return waitForRecord(aws.clients.dynamodb, TABLE, { uploaded, previous, timeoutSeconds: 30 }, control);
  }

  test('ends when the row shows the uploaded version', async () => {
    const uploaded = { key: 'new.txt', etag: 'e1', versionId: 'v1' };
    const record = sampleRecord('new.txt', { versionId: 'v1', uploadTime: EARLIER });
    expect(await wait(uploaded, () => store(record))).toEqual(record);
  });

  test('does not take the row of an older version for it', async () => {
    const key = 'again.txt';
    await store(
      sampleRecord(key, { versionId: 'v1', uploadTime: EARLIER, sequencer: paddedSequencer('A1') }),
    );
    const late = sampleRecord(key, {
      versionId: 'v2',
      uploadTime: EARLIER,
      sequencer: paddedSequencer('A2'),
    });
    const mine = sampleRecord(key, {
      versionId: 'v3',
      uploadTime: EARLIER,
      sequencer: paddedSequencer('A3'),
    });
    const steps = [late, mine];
    const record = await wait({ key, etag: 'e', versionId: 'v3' }, async () => {
      const next = steps.shift();
      if (next) await store(next);
    });
    expect(record.versionId).toBe('v3');
  });

  test('does not take the old row for the same content sent again', async () => {
    const key = 'same.txt';
    await store(sampleRecord(key, { etag: 'same', uploadTime: EARLIER, sequencer: paddedSequencer('A1') }));
    const again = sampleRecord(key, { etag: 'same', uploadTime: LATER, sequencer: paddedSequencer('A2') });
    expect(await wait({ key, etag: 'same' }, () => store(again))).toEqual(again);
  });

  test('ends when somebody has already replaced the file', async () => {
    const record = sampleRecord('overtaken.txt', { versionId: 'theirs', uploadTime: LATER });
    const uploaded = { key: 'overtaken.txt', etag: 'mine', versionId: 'mine' };
    expect(await wait(uploaded, () => store(record))).toEqual(record);
  });

  test('fails when the file is removed meanwhile', async () => {
    const filename = 'removed.txt';
    const sequencer = paddedSequencer('B1');
    const row: Tombstone = {
      filename,
      bucket: 'b',
      sequencer,
      status: 'removed',
      removedTime: LATER,
      expiresAt: 1,
    };
    const ending = wait({ key: filename, etag: 'e' }, () => store(row));
    await expect(ending).rejects.toThrow('removed.txt was removed before its record was seen');
  });

  test('passes over the tombstone of an earlier removal', async () => {
    const filename = 'back.txt';
    const sequencer = paddedSequencer('A1');
    await store({ filename, bucket: 'b', sequencer, status: 'removed', removedTime: EARLIER, expiresAt: 1 });
    const back = sampleRecord(filename, { etag: 'e2', uploadTime: LATER, sequencer: paddedSequencer('A2') });
    expect(await wait({ key: filename, etag: 'e2' }, () => store(back))).toEqual(back);
  });

  test('gives up when the time is over', async () => {
    const ending = wait({ key: 'never.txt', etag: 'e' }, async () => {});
    await expect(ending).rejects.toThrow(/^gave up waiting for the record of never\.txt after 3\d s$/);
  });
});
