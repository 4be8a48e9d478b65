import { afterAll } from 'vitest';
import { startAws } from './aws.ts';
import { describeWholeLife } from './whole-life.ts';

const aws = await startAws();
afterAll(() => aws.close());

describeWholeLife('the embedded AWS', aws, { changes: [], writes: [], stoppableAt: [] });
