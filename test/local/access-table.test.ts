import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/local/clock.ts';
import { openCredentials } from '../../src/local/credentials.ts';
import { calm } from '../../src/local/realism.ts';
import { defineService } from '../../src/local/service.ts';
import { openServices } from '../../src/local/services.ts';
import { openStorage } from '../../src/local/storage.ts';

describe('what operations need', () => {
  it('is said for every operation of every service', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'filepipe-test-'));
    const storage = await openStorage(folder);
    const credentials = await openCredentials(storage, systemClock);
    const onFault = () => {};
    const core = { storage, clock: systemClock, realism: calm, credentials, onFault, endpoint: () => '' };
    const { services, close } = await openServices(core);
    const silent = services.flatMap(({ name, operations, access }) =>
      [...operations.keys()].filter((operation) => !access.has(operation)).map((it) => `${name}:${it}`),
    );
    expect(services.flatMap(({ operations }) => [...operations.keys()]).length).toBeGreaterThan(200);
    expect(silent).toEqual([]);
    await close();
    await storage.close();
    await rm(folder, { recursive: true });
  });

  it('cannot be left out, and not be said of what is not served', () => {
    const service = { name: 'sts', sdk, protocols: {}, validationCode: 'ValidationError' };
    const operations = { getCallerIdentity: () => ({}) };
    expect(() => defineService({ ...service, operations, access: {} })).toThrow(
      'sts does not say what GetCallerIdentity needs',
    );
    const access = { getCallerIdentity: () => [], getSessionToken: () => [] };
    expect(() => defineService({ ...service, operations, access })).toThrow(
      'sts does not serve GetSessionToken',
    );
  });
});
