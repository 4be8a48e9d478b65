import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { allClients } from '../../src/clients.ts';
import type { Sides } from '../../src/reconcile/difference.ts';
import { openRepairs } from '../../src/reconcile/repairs.ts';
import { serve } from '../server.ts';
import { simulatedTime } from '../simulated-time.ts';

interface Event {
  /** Since the beginning. */
  readonly second: number;
  readonly keys: readonly string[];
}

/** A Lambda that takes every event, and a way to have files repaired by it, in a time of the test's own. */
async function repairing({ rate, timeoutSeconds = 60 }: { rate: number; timeoutSeconds?: number }) {
  const time = simulatedTime();
  const started = time.control.now();
  const secondsNow = () => (time.control.now() - started) / 1000;
  const events: Event[] = [];
  const server = await serve(async (request, response) => {
    const { Records } = (await json(request)) as { Records: { s3: { object: { key: string } } }[] };
    events.push({ second: secondsNow(), keys: Records.map(({ s3 }) => s3.object.key) });
    response.writeHead(202).end();
  });
  const clients = await allClients({
    label: 'test',
    region: 'us-east-1',
    accountId: '000000000000',
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    endpoint: server.endpoint,
    credentials: async () => ({ accessKeyId: 'key', secretAccessKey: 'secret' }),
  });
  onTestFinished(() => {
    for (const client of Object.values(clients)) client.destroy();
    return server.close();
  });
  time.watch(clients);
  const deployed = { name: 'F', timeoutSeconds, isShipped: true };
  const repair = openRepairs(clients, { bucket: 'b', function: deployed, rate }, time.control);
  const open = (look: () => Promise<Sides>) => (key: string) => repair({ key, difference: 'missing', look });
  return { open, events, secondsNow };
}

const right = async (): Promise<Sides> => ({ row: undefined, object: undefined });
const wrong = async (): Promise<Sides> => ({
  row: undefined,
  object: { etag: 'e', size: 1, lastModified: new Date(0) },
});

const files = (count: number) => Array.from({ length: count }, (_, index) => `file-${index}`);

test.each([
  { rate: 20, most: 10 },
  { rate: 50, most: 10 },
  { rate: 3, most: 3 },
  { rate: 1, most: 1 },
])('$rate files a second are not exceeded, nor much undercut', async ({ rate, most }) => {
  const { open, events } = await repairing({ rate });
  const repair = open(right);
  const keys = files(rate * 10);
  expect(new Set(await Promise.all(keys.map((key) => repair(key))))).toEqual(new Set(['repaired']));
  expect(events.flatMap((event) => event.keys).toSorted()).toEqual(keys.toSorted());
  expect(Math.max(...events.map((event) => event.keys.length))).toBe(most);
  for (const { second } of events) {
    const sent = events.filter((event) => event.second < second).flatMap((event) => event.keys).length;
    expect(sent).toBeLessThanOrEqual(second * rate + 1e-6);
  }
  expect(events.at(-1)?.second).toBeLessThanOrEqual(10);
});

test('an event has no more files than the function has time for', async () => {
  const { open, events } = await repairing({ rate: 100, timeoutSeconds: 6 });
  const repair = open(right);
  await Promise.all(files(9).map((key) => repair(key)));
  expect(Math.max(...events.map((event) => event.keys.length))).toBe(2);
});

test('a row that does not become right is given up after Lambda has repeated the event once', async () => {
  const { open, secondsNow } = await repairing({ rate: 50 });
  expect(await open(wrong)('stubborn')).toBe('different');
  expect(secondsNow()).toBeGreaterThan(60);
  expect(secondsNow()).toBeLessThan(120);
});

test('when nothing helps, not everything is tried', async () => {
  const { open, events } = await repairing({ rate: 50 });
  const repair = open(wrong);
  const outcomes = await Promise.allSettled(files(500).map((key) => repair(key)));
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(String(refused[0])).toMatch(/the function F has repaired none of \d+ rows/);
  expect(events.flatMap((event) => event.keys).length).toBeLessThan(500);
});
