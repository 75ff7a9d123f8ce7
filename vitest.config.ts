// How the tests run: forks, because they start engines; two at a time, because those want a core each.
import { defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: the tool reads the default export
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
    fileParallelism: true,
    maxWorkers: 2,
    pool: 'forks',
    setupFiles: ['test/seeded-properties.ts'],
  },
})
