import { afterAll, describe, it } from 'vitest';
import { connect } from '../provision/aws.ts';
import { describeLifecycle } from '../provision/lifecycle.ts';
import { describeWholeLife } from '../provision/whole-life.ts';
import { startMoto } from './moto.ts';
import { motoGaps } from './moto-gaps.ts';

const moto = await startMoto();

if (moto === undefined) {
  process.stderr.write('SKIPPED: moto_server is not installed, so nothing here is held against moto\n');
  // Not of npm, so that it cannot come with this project; CI installs it.
  describe.skip('an install on moto', () => it("needs pip install 'moto[server]'", () => {}));
} else {
  const aws = await connect(moto.target, moto.stop);
  afterAll(() => aws.close());
  describeLifecycle('moto', aws, motoGaps(aws));
  describeWholeLife('moto', aws, motoGaps(aws));
}
