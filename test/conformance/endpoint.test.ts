import { afterAll, describe, it } from 'vitest';
import { connect } from '../provision/aws.ts';
import { describeLifecycle } from '../provision/lifecycle.ts';
import { describeWholeLife } from '../provision/whole-life.ts';
import { targetAt } from './any-endpoint.ts';
import { isMoto, withoutDocker } from './moto.ts';
import { motoGaps } from './moto-gaps.ts';

/** Set by `npm run test:conformance -- --endpoint URL`. */
const endpoint = process.env['FILEPIPE_CONFORMANCE_ENDPOINT'];

if (endpoint === undefined) {
  process.stderr.write('SKIPPED: no endpoint was given: npm run test:conformance -- --endpoint <url>\n');
  // Which one there is only the caller knows.
  describe.skip('an install on an endpoint of your choice', () =>
    it('needs npm run test:conformance -- --endpoint <url>', () => {}));
} else {
  const aws = await connect(await targetAt(endpoint, process.env), async () => {});
  afterAll(() => aws.close());
  const moto = await isMoto(endpoint);
  if (moto) await withoutDocker(endpoint);
  const gaps = moto
    ? motoGaps(aws)
    : {
        changes: [],
        writes: [],
        stoppableAt: ['bucket', 'function role', 'function', 'event retries', 'trigger', 'api'],
      };
  describeLifecycle(endpoint, aws, gaps);
  describeWholeLife(endpoint, aws, gaps);
}
