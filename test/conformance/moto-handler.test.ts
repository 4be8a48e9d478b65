import { afterAll, describe, it } from 'vitest';
import { describeHandler } from '../handler/behaviour.ts';
import { connect } from '../provision/aws.ts';
import { startMoto } from './moto.ts';

const moto = await startMoto();

if (moto === undefined) {
  process.stderr.write('SKIPPED: moto_server is not installed, so the function is not held against moto\n');
  // Not of npm, so that it cannot come with this project; CI installs it.
  describe.skip('the function on moto', () => it("needs pip install 'moto[server]'", () => {}));
} else {
  const aws = await connect(moto.target, moto.stop);
  afterAll(() => aws.close());
  describeHandler('moto', aws);
}
