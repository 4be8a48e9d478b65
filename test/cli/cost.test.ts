import { expect, it } from 'vitest';
import { newUser } from './filepipe.ts';

it('cost asks nobody, and needs neither an account nor a region', async () => {
  const { filepipe } = await newUser();
  const run = await filepipe(['cost', '--files', '1000', '--mean-size', '1.5MB', '--json']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(run.stdout)).toMatchObject({
    currency: 'USD',
    region: 'us-east-1',
    usage: { files: 1000, meanBytes: 1_500_000, via: 's3' },
    idle: { usd: 4, usdBeyondFreeTier: 0 },
  });
});

it('cost reckons with the settings that the environment has', async () => {
  const { filepipe } = await newUser();
  const seconds = async (env: Record<string, string>) => {
    const { stdout } = await filepipe(['cost', '--json'], { env });
    const { lines } = JSON.parse(stdout).files;
    return lines.find(({ price }: { price: string }) => price === 'lambdaSecond').quantity;
  };
  expect(await seconds({ FILEPIPE_MEMORY_MB: '1024' })).toBe((await seconds({})) * 2);
});

it.each([
  [['--mean-size', 'much'], '"much" is not a size'],
  [['--via', 'api', '--mean-size', '11MiB'], 'the API takes files of at most 10 MiB'],
])('cost %j is refused', async (args, message) => {
  const { filepipe } = await newUser();
  const run = await filepipe(['cost', ...args]);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain(message);
});
