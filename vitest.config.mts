import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { dir: 'test', testTimeout: 20_000, hookTimeout: 30_000, maxWorkers: 2 },
});
