import { afterAll } from 'vitest';
import { startAws } from '../provision/aws.ts';
import { describeHandler } from './behaviour.ts';

const aws = await startAws();
afterAll(() => aws.close());

describeHandler('the embedded AWS', aws);
