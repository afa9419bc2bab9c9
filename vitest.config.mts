import { defineConfig } from 'vitest/config';
import { ProgressReporter } from './test/progress-reporter.mts';

/** `npm run test:long` says `--mode long`. */
const longTests = '**/*.long.test.ts';

export default defineConfig(({ mode }) => ({
  test: {
    dir: 'test',
    include: [mode === 'long' ? longTests : '**/*.test.ts'],
    exclude: mode === 'long' ? [] : [longTests],
    setupFiles: ['test/loopback-only.ts', 'test/same-cases.ts'],
    reporters: [new ProgressReporter(mode === 'long' ? undefined : leftToLong)],
    // A machine that is busy makes a test slow and not wrong.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    // Nothing of ours keeps a state of its own beside what it is given, so files may share a process:
    // most of the time of a run would go into loading the same modules again.
    isolate: false,
  },
}));

const leftToLong =
  'Left to `npm run test:long`: broken calls, killed processes, simulated weeks, the bench in small, deployments, a browser.';
