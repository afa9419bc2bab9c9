import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { dir: 'test', testTimeout: 180_000, hookTimeout: 180_000, maxWorkers: 2 },
});
