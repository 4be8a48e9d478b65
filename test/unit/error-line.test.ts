import { expect, it } from 'vitest';
import { isErrorLine } from '../../src/error-line.ts';
import { errorWords } from '../../src/error-words.ts';

const id = '36aa3cc7-93ed-48a2-a27d-fc993081c9c1';
const time = '2026-11-25T22:15:08.193Z';

it.each([
  [
    'what our function says of a file that failed',
    `{"level":"ERROR","message":"failed a.txt: Error: no","key":"a.txt","outcome":"failed","requestId":"${id}"}`,
    'failed a.txt: Error: no',
  ],
  [
    'a thrown error',
    `${time}\t${id}\tERROR\tInvoke Error \t{"errorType":"RangeError","errorMessage":"too far","stack":["RangeError: too far"]}`,
    'RangeError: too far',
  ],
  [
    'an error that nobody caught',
    `${time}\t${id}\tERROR\tUncaught Exception \t{"errorType":"Error","errorMessage":"later","stack":[]}`,
    'Error: later',
  ],
  [
    'code that cannot be loaded',
    `${time}\t-\tERROR\tUncaught Exception \t{"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module 'x'","stack":[]}`,
    "Runtime.ImportModuleError: Error: Cannot find module 'x'",
  ],
  ['a timeout', `${time} ${id} Task timed out after 3.00 seconds`, 'Task timed out after 3.00 seconds'],
  [
    'a process that exits',
    `RequestId: ${id} Error: Runtime exited with error: exit status 3\nRuntime.ExitError`,
    'Runtime exited with error: exit status 3',
  ],
  [
    'memory that does not suffice',
    `RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.OutOfMemory`,
    'Runtime exited with error: signal: killed',
  ],
  [
    'memory that Node.js has used up',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  ],
  [
    'an initialisation that failed',
    'INIT_REPORT Init Duration: 30.01 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError',
    'the start ended with Runtime.ExitError',
  ],
  [
    'an initialisation that took too long',
    'INIT_REPORT Init Duration: 9999.01 ms\tPhase: init\tStatus: timeout',
    'the start ended with timeout',
  ],
  [
    'memory that a run has used up',
    `REPORT RequestId: ${id}\tDuration: 281.21 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.OutOfMemory`,
    'the run ended with Runtime.OutOfMemory',
  ],
  [
    'a fault in the JSON format',
    `{"timestamp":"${time}","level":"ERROR","requestId":"${id}","message":{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ${id} Error: Task timed out after 1.00 seconds"}}`,
    'Task timed out after 1.00 seconds',
  ],
])('%s is an error, told in a few words', (_, line, words) => {
  expect([isErrorLine(line), errorWords(line)]).toEqual([true, words]);
});

it.each([
  `{"level":"INFO","message":"stored Task force.txt","key":"Task force.txt","outcome":"stored","requestId":"${id}"}`,
  `START RequestId: ${id} Version: $LATEST`,
  `END RequestId: ${id}`,
  `REPORT RequestId: ${id}\tDuration: 2.00 ms\tBilled Duration: 3 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB`,
  'INIT_START Runtime Version: nodejs:24.v0\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:0',
  `${time}\t${id}\tWARN\tslow`,
])('%s is none', (line) => {
  expect(isErrorLine(line)).toBe(false);
});
