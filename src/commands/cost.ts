import { estimate, usualUsage } from '../cost/estimate.ts';
import { UsageError } from '../errors.ts';
import { parseSize } from '../parse-size.ts';
import { settingsFrom } from '../provision/settings.ts';
import { costTable } from '../report/costs.ts';
import { formatBytes } from '../report/format.ts';
import { command } from './command.ts';
import { setupOptions } from './options.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const API_MOST_BYTES = 10 * 1024 ** 2;

export const cost = command({
  options: {
    files: { type: 'number', value: '<count>', min: 1, max: 1e12, summary: 'files a month (100000)' },
    meanSize: { type: 'text', value: '<size>', summary: 'mean size of a file, such as 200KiB (1MiB)' },
    via: {
      type: 'choice',
      choices: ['s3', 'api'],
      summary: 'the way in: straight to the bucket, or POST /upload',
    },
    memoryMb: setupOptions.memoryMb,
    logRetentionDays: setupOptions.logRetentionDays,
  },
  examples: [
    ['filepipe cost', 'idle, and for 100,000 files'],
    ['filepipe cost --files 2000000 --mean-size 2MiB --via api', 'for two million through the API'],
  ],
  notes: 'An estimate from list prices: no account is asked. docs/cost.md says how it is made.',
  async run({ options, terminal }) {
    const { files = usualUsage.files, via = usualUsage.via, memoryMb, logRetentionDays } = options;
    const meanBytes = options.meanSize === undefined ? usualUsage.meanBytes : parseSize(options.meanSize);
    if (via === 'api' && meanBytes > API_MOST_BYTES) {
      throw new UsageError(`the API takes files of at most ${formatBytes(API_MOST_BYTES)}`, {
        hint: 'reckon with --via s3',
      });
    }
    const settings = settingsFrom({ memoryMb, logRetentionDays });
    const found = estimate(settings, { files, meanBytes, via });
    const lines = terminal.json ? [JSON.stringify(found)] : costTable(found);
    await terminal.out.write(`${lines.join('\n')}\n`);
    return 0;
  },
});
