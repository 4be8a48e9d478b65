// Measures the built program on this machine and prints one line a figure: npm run bench

import { criticalPath } from './critical-path.mjs';
import { extraction } from './extraction.mjs';
import { latency } from './latency.mjs';
import { lifecycle } from './lifecycle.mjs';
import { setupScript } from './setup-script.mjs';
import { helpStart, localStart } from './startup.mjs';
import { teardown } from './teardown.mjs';
import { throughput } from './throughput.mjs';
import { warmFunction } from './warm-function.mjs';

// The README says which Node.js versions are supported; here the SDK's word on it only disturbs.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const [only] = process.argv.slice(2);
const suites = {
  helpStart,
  localStart,
  lifecycle,
  criticalPath,
  setupScript,
  latency,
  teardown,
  throughput,
  extraction,
  warmFunction,
};

for (const [name, measure] of Object.entries(suites)) {
  if (only !== undefined && only !== name) continue;
  for (const { what, value, unit, target, beside } of await measure()) {
    const judged = target === undefined ? '' : `target ${target} ${unit}`;
    console.log(
      `${what.padEnd(48)} ${value.toFixed(1).padStart(9)} ${unit.padEnd(5)} ${judged.padEnd(18)} ${beside ?? ''}`.trimEnd(),
    );
  }
}
