import { describe, expect, it } from 'vitest';
import {
  absentAs,
  apiGatewayBusy,
  bucketBusy,
  bucketNotEmpty,
  changedConcurrently,
  destinationNotValidated,
  functionBusy,
  functionNotReady,
  queueDeletedRecently,
  retrying,
  roleNotReady,
  tableBusy,
} from '../../../src/provision/engine/retry.ts';
import { quickControl } from '../../provision/control.ts';

const fault = (name: string, message = '') => Object.assign(new Error(message), { name });

const notAssumable = fault(
  'InvalidParameterValueException',
  'The role defined for the function cannot be assumed by Lambda.',
);
const noRight = fault(
  'InvalidParameterValueException',
  'The provided execution role does not have permissions to call SendMessage on SQS',
);
const updating = fault(
  'ResourceConflictException',
  'The operation cannot be performed at this time. An update is in progress for resource: arn:x',
);
const pending = fault(
  'ResourceConflictException',
  'The operation cannot be performed at this time. The function is currently in the following state: Pending',
);
const exists = fault('ResourceConflictException', 'Function already exist: FilesProcessed');
const badMemory = fault('InvalidParameterValueException', "'MemorySize' value failed to satisfy constraint");
const unvalidated = fault('InvalidArgument', 'Unable to validate the following destination configurations');
const overlapping = fault('InvalidArgument', 'Configuration is ambiguously defined.');
const denied = fault('AccessDeniedException', 'no');

describe('what passes by itself', () => {
  it.each([
    ['a role that Lambda cannot assume yet', roleNotReady, [notAssumable, noRight], [badMemory, updating]],
    ['a function that is settling', functionBusy, [updating, pending], [exists, notAssumable]],
    ['either of the two', functionNotReady, [notAssumable, updating], [exists, denied]],
    ['a destination that S3 cannot validate yet', destinationNotValidated, [unvalidated], [overlapping]],
    ['a busy bucket', bucketBusy, [fault('OperationAborted'), fault('NoSuchBucket')], [denied]],
    ['a bucket that fills while it is emptied', bucketNotEmpty, [fault('BucketNotEmpty')], [denied]],
    [
      'API Gateway at its limits',
      apiGatewayBusy,
      [
        fault('TooManyRequestsException'),
        fault('ConflictException', 'Unable to complete operation due to concurrent modification.'),
      ],
      [fault('ConflictException', 'Method already exists for this resource')],
    ],
    ['a table that is changing', tableBusy, [fault('ResourceInUseException')], [denied]],
    ['a queue name that was used', queueDeletedRecently, [fault('QueueDeletedRecently')], [denied]],
    ['two changes at once', changedConcurrently, [fault('ConcurrentModificationException')], [denied]],
  ])('is %s', (_title, predicate, passing, lasting) => {
    expect(passing.map(predicate)).toEqual(passing.map(() => true));
    expect([...lasting, 'no error'].map(predicate)).toEqual([...lasting, 'no error'].map(() => false));
  });
});

describe('retrying', () => {
  const wait = { what: 'the role to be usable', timeoutSeconds: 60 };

  it('goes on until the call succeeds', async () => {
    const answers = [notAssumable, notAssumable];
    const attempt = async () => {
      const error = answers.pop();
      if (error !== undefined) throw error;
      return 'made';
    };
    expect(await retrying(quickControl(), wait, roleNotReady, attempt)).toBe('made');
  });

  it('lets other errors through at once, as they are', async () => {
    const attempt = () => Promise.reject(denied);
    await expect(retrying(quickControl(), wait, roleNotReady, attempt)).rejects.toBe(denied);
  });

  it('gives up when the time is over, and says why it last failed', async () => {
    const attempt = () => Promise.reject(notAssumable);
    await expect(retrying(quickControl(), wait, roleNotReady, attempt)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^gave up waiting for the role to be usable after \d+ s: The role defined/,
      ),
      cause: notAssumable,
    });
  });

  it('ends with the reason of an abort', async () => {
    const stop = new AbortController();
    const attempt = async () => {
      stop.abort(new Error('stopped by hand'));
      throw notAssumable;
    };
    await expect(retrying(quickControl(stop.signal), wait, roleNotReady, attempt)).rejects.toThrow(
      'stopped by hand',
    );
  });
});

describe('absence', () => {
  it('is what AWS calls so, and never a denial', async () => {
    const gone = fault('NoSuchEntityException');
    expect(await absentAs(['NoSuchEntityException'], Promise.reject(gone))).toBeUndefined();
    await expect(absentAs(['NoSuchEntityException'], Promise.reject(denied))).rejects.toBe(denied);
  });
});
