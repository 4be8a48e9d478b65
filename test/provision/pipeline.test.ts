import { afterAll } from 'vitest';
import { startAws } from './aws.ts';
import { describeLifecycle } from './lifecycle.ts';

const aws = await startAws();
afterAll(() => aws.close());

describeLifecycle('the embedded AWS', aws, {
  changes: [],
  writes: [],
  stoppableAt: ['bucket', 'function role', 'function', 'event retries', 'trigger', 'api'],
});
