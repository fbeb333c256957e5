import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A bound for what hangs, not a measure: the machine may be busy with other things.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Tests wait for sockets and disks more than they compute: one worker would leave half of a small machine idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    restoreMocks: true,
    // The README says which Node versions AWS supports; not every test run has to.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
