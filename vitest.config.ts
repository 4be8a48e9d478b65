import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    sequence: { shuffle: true },
    // Much of the time is spent waiting for other processes. Each test file owns its servers, ports and folders.
    maxWorkers: '100%',
    // Loading the SDK's clients takes longer than most files' tests; no file changes what others see of a module.
    isolate: false,
    // These end what hangs. Nothing is said of how long things take on a busy machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
