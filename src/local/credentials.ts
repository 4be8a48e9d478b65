import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Collection, Storage } from './storage.ts';

export const ACCOUNT_ID = '000000000000';
export const REGION = 'us-east-1';
export const PARTITION = 'aws';

/** Who made a request. */
export interface Caller {
  readonly accountId: string;
  /** As GetCallerIdentity tells it. */
  readonly arn: string;
  readonly userId: string;
  /** The role behind a session; absent for the account's own key, which may do everything. */
  readonly roleArn?: string;
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since the epoch. */
  readonly expires?: number;
  readonly caller: Caller;
}

export interface SessionOptions {
  readonly roleArn: string;
  /** The role's unique id, `AROA…`. */
  readonly roleId: string;
  readonly sessionName: string;
  readonly seconds: number;
}

/** Every access key that the embedded AWS accepts. */
export interface Credentials {
  /** The account's own key: made with the data directory, the same for its life. */
  readonly root: AccessKey;
  find(accessKeyId: string): AccessKey | undefined;
  /** Temporary credentials of a role. */
  issue(options: SessionOptions): AccessKey & { readonly sessionToken: string; readonly expires: number };
}

export async function openCredentials(storage: Storage, clock: Clock): Promise<Credentials> {
  const keys: Collection<AccessKey> = await storage.collection('credentials');
  for (const key of [...keys.values()]) {
    if (key.expires !== undefined && key.expires < clock.now()) keys.delete(key.accessKeyId);
  }
  const root = [...keys.values()].find(({ sessionToken }) => sessionToken === undefined) ?? newRootKey();
  keys.set(root.accessKeyId, root);
  return {
    root,
    find: (accessKeyId) => keys.get(accessKeyId),
    issue({ roleArn, roleId, sessionName, seconds }) {
      const role = roleArn.split('/').at(-1);
      const key = {
        accessKeyId: keyId('ASIA'),
        secretAccessKey: secret(),
        sessionToken: randomBytes(96).toString('base64'),
        expires: clock.now() + seconds * 1000,
        caller: {
          accountId: ACCOUNT_ID,
          arn: `arn:${PARTITION}:sts::${ACCOUNT_ID}:assumed-role/${role}/${sessionName}`,
          userId: `${roleId}:${sessionName}`,
          roleArn,
        },
      };
      keys.set(key.accessKeyId, key);
      return key;
    },
  };
}

function newRootKey(): AccessKey {
  const caller = {
    accountId: ACCOUNT_ID,
    arn: `arn:${PARTITION}:iam::${ACCOUNT_ID}:root`,
    userId: ACCOUNT_ID,
  };
  return { accessKeyId: keyId('AKIA'), secretAccessKey: secret(), caller };
}

function keyId(prefix: 'AKIA' | 'ASIA'): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return prefix + Array.from(randomBytes(16), (byte) => alphabet[byte % 32]).join('');
}

function secret(): string {
  return randomBytes(30).toString('base64').replace(/[+/]/g, 'x');
}
