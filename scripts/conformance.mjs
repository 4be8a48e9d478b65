// Holds the life of an install against AWSs: npm run test:conformance [-- --endpoint http://127.0.0.1:4566]
// Without an endpoint: the embedded AWS, and those written by others that are installed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { endpoint: { type: 'string' } } });
const { endpoint } = values;
const files =
  endpoint === undefined
    ? ['test/provision/pipeline.test.ts', 'test/provision/whole-life.test.ts', 'test/conformance']
    : ['test/conformance/endpoint.test.ts'];

const folder = await mkdtemp(join(tmpdir(), 'filepipe-conformance-'));
const results = join(folder, 'results.json');
const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${results}`];
try {
  const vitest = spawn('npx', ['vitest', 'run', ...files, ...reporters], {
    stdio: 'inherit',
    env: { ...process.env, ...(endpoint === undefined ? {} : { FILEPIPE_CONFORMANCE_ENDPOINT: endpoint }) },
  });
  const [code] = await once(vitest, 'exit');
  for (const line of gapLines(JSON.parse(await readFile(results, 'utf8')))) console.log(line);
  process.exitCode = code ?? 1;
} finally {
  await rm(folder, { recursive: true });
}

/** What passes, and for each test that does not what it found. */
function gapLines({ testResults, numPassedTests, numPendingTests }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const gaps = tests.filter(({ status }) => status === 'failed');
  return [
    '',
    `${numPassedTests} passed, ${gaps.length} failed, ${numPendingTests} skipped`,
    ...gaps.map(({ title, failureMessages }) => `gap: ${title}\n     ${firstLine(failureMessages[0])}`),
    ...broken.map(({ message }) => `not tried: ${firstLine(message)}`),
  ];
}

function firstLine(message = '') {
  return message.split('\n')[0];
}
